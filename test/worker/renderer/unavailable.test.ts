/** A store that fails the renderer: the caller hears of it as of any other store that fails, and nothing is kept. */
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeMessages } from '../../../src/worker/gateway/messages.ts';
import { errorOf } from '../support/ask.ts';
import { faultyR2, type Gate } from '../support/faulty-r2.ts';
import { startService, type Watched } from '../support/service.ts';
import { sourceBytes } from '../support/sources.ts';

const FORMATS = [
  '400x267.png',
  '400x267.jpg',
  '400x267.webp',
  '400x267.bmp',
  '400x267.gif',
  '400x267.tiff',
].filter((key) => sourceBytes(key).length > 0);
const THROTTLED = 'get: Reduce your request rate. (10058)';
const base64 = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_');

let gate: Gate;
let service: Watched;
beforeEach(async () => {
  gate = (_, run) => run();
  const { bucket } = faultyR2(env.ORIGINALS, (call, run) => gate(call, run));
  service = startService({ ORIGINALS: bucket, ENGINE_VERSION: crypto.randomUUID() });
  for (const key of FORMATS) await env.ORIGINALS.put(key, sourceBytes(key));
  await env.ORIGINALS.put('mark.png', sourceBytes('200x100.png'));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Fails `get` of a key, by what is done with it. */
function failing(key: string, fail: (run: () => Promise<unknown>) => Promise<unknown>): void {
  gate = (call, run) => (call.name === 'get' && call.key === key ? fail(run) : run());
}

/** An object whose body breaks off after some bytes. */
async function brokenOff(run: () => Promise<unknown>, after: number): Promise<unknown> {
  const object = (await run()) as R2ObjectBody;
  const bytes = new Uint8Array(await object.arrayBuffer());
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) return controller.error(new Error('Network connection lost.'));
      sent = true;
      controller.enqueue(bytes.subarray(0, after));
    },
  });
  return new Proxy(object, {
    // Small bodies are read whole, others as streams.
    get(target, name: keyof R2ObjectBody) {
      if (name === 'body') return body;
      if (name === 'size') return bytes.length;
      if (name === 'arrayBuffer') return () => new Response(body).arrayBuffer();
      return target[name];
    },
  });
}

describe('an original that cannot be read', () => {
  const chains = [
    'image/resize,w_50',
    'image/info',
    'image/rotate,7/format,png',
    'image/resize,w_50/ignore-error,1',
  ];
  it.each(FORMATS.flatMap((key) => chains.map((chain) => [key, chain])))(
    'is 503: %s %s',
    async (key, chain) => {
      failing(key, () => Promise.reject(new Error(THROTTLED)));
      const response = await service.get(`${key}?x-oss-process=${chain}`);
      expect(response.headers.get('retry-after')).not.toBeNull();
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await errorOf(response)).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
    },
  );
  it.each(FORMATS.flatMap((key) => [1, 100, 700].map((after) => [key, after] as const)))(
    'or breaks off is 503, and no damaged picture: %s after %i bytes',
    async (key, after) => {
      failing(key, (run) => brokenOff(run, after));
      const response = await service.get(`${key}?x-oss-process=image/resize,w_50/format,png`);
      expect(await errorOf(response)).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
      gate = (_, run) => run();
      const again = await service.get(`${key}?x-oss-process=image/resize,w_50/format,png`);
      expect(again.status).toBe(200);
      await again.arrayBuffer();
    },
  );
  it('nor can a mark', async () => {
    for (const fail of [
      () => Promise.reject(new Error(THROTTLED)),
      (run: () => Promise<unknown>) => brokenOff(run, 90),
    ]) {
      failing('mark.png', fail);
      const path = `400x267.png?x-oss-process=image/watermark,image_${base64('mark.png')}`;
      expect(await errorOf(await service.get(path))).toMatchObject({ status: 503 });
    }
  });
});

describe('fonts that cannot be read', () => {
  it('are 503, and stood in for by no other', async () => {
    const ASSETS = { fetch: () => Promise.resolve(new Response('', { status: 502 })) };
    service = startService({ ASSETS, ENGINE_VERSION: crypto.randomUUID() });
    const path = `400x267.png?x-oss-process=image/watermark,text_${base64('Hi')}`;
    expect(await errorOf(await service.get(path))).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
  });
});

describe('a notice whose picture cannot be made now', () => {
  const thumb = {
    name: 'thumb',
    content: 'image/resize,w_33',
    category: 'image',
    created: '2025-01-01',
    modified: '2025-01-01',
  };

  async function notify(attempts: number) {
    await env.STYLES.put('style:examplebucket:thumb', JSON.stringify(thumb));
    const { bucket } = faultyR2(env.ORIGINALS, (call, run) => gate(call, run));
    const BUCKETS = { examplebucket: { binding: 'ORIGINALS', acl: 'public-read', prerender: ['thumb'] } };
    service = startService({ ORIGINALS: bucket, BUCKETS, ENGINE_VERSION: crypto.randomUUID() });
    const head = await env.ORIGINALS.head('400x267.png');
    const body = { object: { key: '400x267.png', eTag: head?.etag } };
    const batch = createMessageBatch('changes', [{ id: '1', timestamp: new Date(), attempts, body }]);
    const retried = vi.spyOn(batch.messages[0] as Message, 'retry');
    await takeMessages(batch, service.service);
    const result = await getQueueResult(batch, createExecutionContext());
    await service.settle();
    return { ...result, pause: retried.mock.lastCall?.[0]?.delaySeconds };
  }

  it.each([
    [1, 'notice-failed', 10],
    [3, 'notice-failed', 40],
    [6, 'notice-given-up', 320],
  ])('comes again, and is given up in the end: delivery %i', async (attempts, event, delaySeconds) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    failing('400x267.png', () => Promise.reject(new Error(THROTTLED)));
    const result = await notify(attempts);
    expect([result.retryMessages, result.pause]).toEqual([[{ msgId: '1' }], delaySeconds]);
    expect(JSON.parse(String(log.mock.lastCall?.[0]))).toMatchObject({ event, key: '400x267.png', attempts });
  });
  it('is taken once it can be made', async () => {
    const result = await notify(2);
    expect([result.explicitAcks, result.retryMessages]).toEqual([['1'], []]);
  });
});
