import { createMessageBatch } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { takeMessages } from '../../src/worker/gateway/messages.ts';
import { originalTag } from '../../src/worker/wire/address.ts';
import { type NoticeParts, takeNotice } from '../../src/worker/gateway/notices.ts';
import { faultyR2 } from './support/faulty-r2.ts';
import { cacheOf, startService, type Watched } from './support/service.ts';
import { ACCESS_KEYS, signed } from './support/sign.ts';
import { sourceBytes } from './support/sources.ts';

const PRERENDERED = {
  examplebucket: { binding: 'ORIGINALS', acl: 'public-read', prerender: ['thumb', 'gone'] },
};
const THUMB = {
  name: 'thumb',
  content: 'image/resize,w_33',
  category: 'image',
  created: '2025-01-01',
  modified: '2025-01-01',
};

let service: Watched;

beforeEach(async () => {
  service = startService({
    FRESHNESS_SECONDS: 60,
    BUCKETS: PRERENDERED,
    ENGINE_VERSION: crypto.randomUUID(),
  });
  await env.STYLES.put('style:examplebucket:thumb', JSON.stringify(THUMB));
});

async function notify(body: unknown, attempts = 1): Promise<void> {
  const message = { id: '1', timestamp: new Date(), attempts, body };
  await takeMessages(createMessageBatch('changes', [message]), service.service);
  await service.settle();
}

const notice = async (key: string) => {
  const head = await env.ORIGINALS.head(key);
  return { action: 'PutObject', bucket: 'edge-img-originals', object: { key, eTag: head?.etag } };
};

describe('news of an object written elsewhere', () => {
  it('drops its cached pictures and makes the styles of its bucket', async () => {
    await env.ORIGINALS.put('news.png', sourceBytes('400x267.png'));
    await notify(await notice('news.png'));
    expect(service.purged).toEqual([await originalTag('examplebucket', 'news.png')]);
    expect(cacheOf(await service.get('news.png?x-oss-process=style/thumb'))).toBe('hit');
  });
  it.each([
    ['always', 'image/resize,w_33'],
    ['asked', 'image/resize,w_33/format,auto'],
  ])('makes them in every format that callers may accept, where it is %s', async (autoFormat, content) => {
    const style = { ...THUMB, name: `thumb-${autoFormat}`, content };
    await env.STYLES.put(`style:examplebucket:${style.name}`, JSON.stringify(style));
    const bucket = { ...PRERENDERED.examplebucket, autoFormat, prerender: [style.name] };
    const settings = { BUCKETS: { examplebucket: bucket }, ENGINE_VERSION: crypto.randomUUID() };
    service = startService(settings);
    await env.ORIGINALS.put('news.png', sourceBytes('400x267.png'));
    await notify(await notice('news.png'));
    for (const [accept, type] of [
      ['*/*', 'image/png'],
      ['image/webp', 'image/webp'],
      ['image/avif', 'image/avif'],
      ['image/avif,image/webp,*/*', 'image/avif'],
    ] as const) {
      // Another isolate, which does not know how large each of them is, and asks for the best.
      service = startService(settings);
      const answer = await service.get(`news.png?x-oss-process=style/${style.name}`, { headers: { accept } });
      expect([answer.headers.get('content-type'), cacheOf(answer)]).toEqual([type, 'hit']);
    }
  });
  it('shows the new version at once', async () => {
    await env.ORIGINALS.put('news.png', sourceBytes('400x267.png'));
    const before = await service.get('news.png?x-oss-process=image/info');
    await env.ORIGINALS.put('news.png', sourceBytes('200x100.png'));
    await notify(await notice('news.png'));
    const after = await service.get('news.png?x-oss-process=image/info');
    expect(await before.text()).toContain('"400"');
    expect(await after.text()).toContain('"200"');
  });
  it('is for the buckets that may hold its key, and tells them their own key of it', async () => {
    const below = (prefix: string) => ({ ...PRERENDERED.examplebucket, prefix, prerender: [] });
    service = startService({
      BUCKETS: { north: below('north/'), south: below('south/') },
      DEFAULT_BUCKET: 'north',
      ENGINE_VERSION: crypto.randomUUID(),
    });
    await notify({ action: 'DeleteObject', object: { key: 'north/gone.png' } });
    const told = [['north', 'gone.png']] as const;
    expect(service.purged).toEqual(await Promise.all(told.map(([bucket, key]) => originalTag(bucket, key))));
  });
  it('makes only what is there in the version that is told, and lets go of it', async () => {
    const { buckets, services } = service.service;
    const rendered: string[] = [];
    let cancelled = 0;
    const render = async ({ original }: { original: { key: string } }) => {
      rendered.push(original.key);
      return { body: new ReadableStream({ cancel: () => void cancelled++ }) };
    };
    const parts = {
      config: service.service.config,
      buckets,
      services: { ...services, renderer: { ...services.renderer, render } },
    } as unknown as NoticeParts;
    const head = await env.ORIGINALS.put('news.png', sourceBytes('400x267.png'));
    await takeNotice({ key: 'news.png', etag: 'another' }, parts);
    await takeNotice({ key: 'news.png', etag: undefined }, parts);
    await takeNotice({ key: 'gone.png', etag: head?.etag }, parts);
    expect(rendered).toEqual([]);
    await takeNotice({ key: 'news.png', etag: head?.etag }, parts);
    expect([rendered, cancelled]).toEqual([['news.png'], 1]);
  });
  it('is no trouble for what is no picture, is gone, or is no news', async () => {
    await env.ORIGINALS.put('notes.txt', 'text');
    await notify(await notice('notes.txt'));
    await notify({ action: 'DeleteObject', bucket: 'edge-img-originals', object: { key: 'gone.png' } });
    await notify('hello');
    await notify(null);
    expect(service.purged).toHaveLength(2);
  });
});

describe('a picture that is made later', () => {
  it('is stored when its task is delivered, and made once', async () => {
    const sent: unknown[] = [];
    const TASKS = { send: async (body: unknown) => void sent.push(body) };
    service = startService({ BUCKETS: PRERENDERED, ACCESS_KEYS, TASKS });
    await env.ORIGINALS.put('later.png', sourceBytes('400x267.png'));
    const body = `image/resize,w_40|sys/saveas,o_${btoa('small.png')}`;
    const path = await signed({
      method: 'POST',
      bucket: 'examplebucket',
      key: 'later.png',
      parameters: { 'x-oss-async-process': '' },
      contentType: 'text/plain',
    });
    const headers = { 'content-type': 'text/plain' };
    expect((await service.get(path, { method: 'POST', body, headers })).status).toBe(200);
    for (let twice = 0; twice < 2; twice++) await notify(sent[0]);
    const info = await service.get('small.png?x-oss-process=image/info');
    expect(await info.text()).toContain('"40"');
  });
});

describe('a message that fails', () => {
  it.each([
    [1, 'task-failed'],
    [5, 'task-failed'],
    // The last of those that wrangler.toml allows.
    [6, 'task-given-up'],
  ])('for the %ith time is told as %s', async (attempts, event) => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const ORIGINALS = faultyR2(env.ORIGINALS, () => Promise.reject(new Error('down'))).bucket;
    service = startService({ ORIGINALS });
    await notify({ task: { bucket: 'examplebucket', id: '1' } }, attempts);
    expect(told.mock.calls.map(([line]) => JSON.parse(line as string))).toMatchObject([{ event, attempts }]);
    told.mockRestore();
  });
});
