/** What is rendered, what is served from the cache, and when a replaced original shows. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesOf } from './support/ask.ts';
import { measure } from './support/measure.ts';
import { cacheOf, startService, type Watched } from './support/service.ts';
import { sourceBytes } from './support/sources.ts';

const SMALL = sourceBytes('400x267.webp');
const CHAIN = 'x-oss-process=image/resize,w_100';
let key = 0;
let name: string;
let service: Watched;

beforeEach(async () => {
  name = `cached-${key++}.webp`;
  await env.ORIGINALS.put(name, SMALL);
  service = startService();
});

async function get(query = CHAIN, init?: RequestInit): Promise<Response> {
  const response = await service.get(`${name}?${query}`, init);
  await service.settle();
  return response;
}

describe('the cache', () => {
  it('has a picture from its second request on, with the same answer but for the time', async () => {
    const first = await get();
    expect(cacheOf(first)).toBe('miss');
    expect(first.headers.get('server-timing')).toMatch(
      /head;dur=[\d.]+, plan;dur=.*, wait;dur=.*, render;dur=/,
    );
    const second = await get();
    expect(cacheOf(second)).toBe('hit');
    for (const header of ['content-type', 'content-length', 'etag', 'last-modified', 'cache-control']) {
      expect(second.headers.get(header)).toBe(first.headers.get(header));
    }
    expect(await bytesOf(second)).toEqual(await bytesOf(first));
  });
  it.each([
    ['x-oss-process=image/resize,w_100,m_lfit', 'defaults written out'],
    ['x-oss-process=image%2Fresize%2Cw_100', 'escapes'],
    ['x-oss-process=image/resize,m_lfit,w_100,limit_1', 'another order'],
    ['x-oss-process=image/resize,w_50,w_100', 'a value that is overruled'],
  ])('knows %s as the same picture (%s)', async (query) => {
    await get();
    expect(cacheOf(await get(query))).toBe('hit');
    expect(new Set(service.asked).size).toBe(1);
  });
  it('knows HEAD as the same picture, without a body', async () => {
    const full = await get();
    const head = await get(CHAIN, { method: 'HEAD' });
    expect(cacheOf(head)).toBe('hit');
    expect(head.headers.get('content-length')).toBe(full.headers.get('content-length'));
    expect(head.headers.get('content-type')).toBe('image/webp');
    expect(await bytesOf(head)).toHaveLength(0);
  });
  it('tells pictures of different code, keys and chains apart', async () => {
    await get();
    await get('x-oss-process=image/resize,w_101');
    const other = startService({ ENGINE_VERSION: 'other' });
    await other.get(`${name}?${CHAIN}`);
    expect(new Set([...service.asked, ...other.asked]).size).toBe(3);
  });
  it('keeps no refusal', async () => {
    const query = 'x-oss-process=image/crop,x_400';
    expect((await get(query)).status).toBe(400);
    expect((await get(query)).status).toBe(400);
    expect(service.asked).toHaveLength(2);
  });
});

describe('a condition that holds', () => {
  it('is answered 304 without asking for a picture', async () => {
    const { etag } = await env.ORIGINALS.head(name).then((head) => head ?? { etag: '' });
    const response = await get(CHAIN, { headers: { 'If-None-Match': `"${etag.toUpperCase()}"` } });
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe(`"${etag.toUpperCase()}"`);
    expect(await bytesOf(response)).toHaveLength(0);
    const later = { 'If-Modified-Since': new Date(Date.now() + 60_000).toUTCString() };
    expect((await get(CHAIN, { headers: later })).status).toBe(304);
    expect(service.asked).toEqual([]);
  });
});

describe('a replaced original', () => {
  const replace = () => env.ORIGINALS.put(name, sourceBytes('400x267.png'));

  it('shows at once when the window is 0', async () => {
    const before = await get();
    await replace();
    const after = await get();
    expect(cacheOf(after)).toBe('miss');
    expect(measure(await bytesOf(after)).format).toBe('png');
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
  });
  it('may follow late within the window, but never shows under another ETag', async () => {
    service = startService({ FRESHNESS_SECONDS: 60 });
    const before = await get();
    await replace();
    const cached = await get();
    expect(cacheOf(cached)).toBe('hit');
    expect(cached.headers.get('etag')).toBe(before.headers.get('etag'));
    // A chain that is not cached needs the original: the new one shows, under its own ETag.
    const other = await get('x-oss-process=image/resize,w_99');
    expect(measure(await bytesOf(other)).format).toBe('png');
    expect(other.headers.get('etag')).toBe(`"${(await env.ORIGINALS.head(name))?.etag.toUpperCase()}"`);
  });
  it('shows at once after news of the change, which drop its cached pictures', async () => {
    service = startService({ FRESHNESS_SECONDS: 60 });
    await get();
    await replace();
    service.service.services.changes.changed('examplebucket', [name]);
    await service.settle();
    expect(service.purged).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(measure(await bytesOf(await get())).format).toBe('png');
  });
  it('is 404 once it is deleted, also while a picture is asked for', async () => {
    service = startService({ FRESHNESS_SECONDS: 60 });
    await get();
    await env.ORIGINALS.delete(name);
    expect((await get('x-oss-process=image/resize,w_98')).status).toBe(404);
  });
});

describe('diagnostics', () => {
  it('tell the plan only where the operator wants it', async () => {
    expect((await get()).headers.has('x-img-plan')).toBe(false);
    service = startService({ PLAN_HEADER: true, ENGINE_VERSION: 'planned' });
    expect((await get()).headers.get('x-img-plan')).toMatch(
      /^bytes=\d+; cost=[\d.]+; route="[^"]+"; source=400x267; decoded=\d+x\d+; result=100x67; quality=\d+$/,
    );
  });
});

describe('a picture that can never fit', () => {
  it('is refused for good, and others are answered', async () => {
    service = startService({ MEMORY_BYTES: 1024 * 1024, ENGINE_VERSION: 'small' });
    await env.ORIGINALS.put(name, sourceBytes('2500x1875.jpg'));
    const response = await get('x-oss-process=image/rotate,90');
    expect(response.status).toBe(400);
    expect(response.headers.has('retry-after')).toBe(false);
    expect(await response.text()).toContain('<Code>MemLimitExceeded</Code>');
    expect((await get('x-oss-process=image/info')).status).toBe(200);
  });
});
