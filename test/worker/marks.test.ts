/** Marks and styles that change: no wrong picture under a right name, and clients that revalidate see it. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesOf } from './support/ask.ts';
import { faultyR2 } from './support/faulty-r2.ts';
import { cacheOf, startService, type Watched } from './support/service.ts';
import { sourceBytes } from './support/sources.ts';

let service: Watched;
let mark: string;
/** Told before every call of R2. */
let before: (name: string, key: string) => Promise<void>;

const base64 = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_');
const marked = (key: string) =>
  `photo.png?x-oss-process=image/resize,w_60/watermark,image_${base64(key)}/format,png`;
const put = (key: string, source: string) => env.ORIGINALS.put(key, sourceBytes(source));

async function shown(path: string, init?: RequestInit) {
  const response = await service.get(path, init);
  const bytes = await bytesOf(response);
  await service.settle();
  return { status: response.status, headers: response.headers, cache: cacheOf(response), bytes };
}

beforeEach(async () => {
  before = () => Promise.resolve();
  mark = `mark-${crypto.randomUUID()}.png`;
  await put('photo.png', '400x267.png');
  await put(mark, '200x100.png');
  const { bucket } = faultyR2(env.ORIGINALS, async ({ name, key }, run) => {
    await before(name, key);
    return run();
  });
  service = startService({ ORIGINALS: bucket, FRESHNESS_SECONDS: 60 });
});

describe('a mark that is replaced while its picture is asked for', () => {
  it('is drawn in the version that stands in the address, and the newest is shown', async () => {
    const first = await shown(marked(mark));
    service = startService({ FRESHNESS_SECONDS: 0, ENGINE_VERSION: 'apart' });
    await put(mark, '400x267.png');
    const wanted = await shown(marked(mark));
    await put(mark, '200x100.png');

    const { bucket } = faultyR2(env.ORIGINALS, async ({ name, key }, run) => {
      await before(name, key);
      return run();
    });
    service = startService({ ORIGINALS: bucket, ENGINE_VERSION: crypto.randomUUID() });
    let replaced = false;
    before = async (name, key) => {
      // The gateway has seen the old mark; the renderer comes for it.
      if (name !== 'get' || key !== mark || replaced) return;
      replaced = true;
      await put(mark, '400x267.png');
    };
    const raced = await shown(marked(mark));
    expect(raced.status).toBe(200);
    expect(raced.bytes).toEqual(wanted.bytes);
    expect(raced.bytes).not.toEqual(first.bytes);
    // Within its very second a mark is said to be a second older.
    const written = (await env.ORIGINALS.head(mark))?.uploaded.getTime() ?? 0;
    const seconds = [0, 1000].map((older) => new Date(written - older).toUTCString());
    expect(seconds).toContain(raced.headers.get('last-modified'));
    expect(new Set(service.asked).size).toBe(2);
    // The old name was given nothing to keep.
    await put(mark, '200x100.png');
    expect((await shown(marked(mark))).bytes).toEqual(first.bytes);
  });
  it('is found by the renderer anew where an isolate remembers the old one', async () => {
    const first = await shown(marked(mark));
    await put(mark, '400x267.png');
    // Remembered for the freshness window: the picture is in the cache under its own name.
    expect((await shown(marked(mark))).cache).toBe('hit');
    const other = `${marked(mark)}/quality,q_91`;
    const fresh = await shown(other);
    expect(fresh.status).toBe(200);
    expect(fresh.bytes).not.toEqual(first.bytes);
  });
  it('is refused as missing when it is gone', async () => {
    before = async (name, key) => {
      if (name === 'get' && key === mark) await env.ORIGINALS.delete(mark);
    };
    expect((await shown(marked(mark))).status).toBe(400);
  });
  it('is 503 when it is replaced again and again', async () => {
    let turn = 0;
    before = async (name, key) => {
      if (name === 'get' && key === mark) await put(mark, turn++ % 2 ? '200x100.png' : '400x267.png');
    };
    const { status, headers } = await shown(marked(mark));
    expect(status).toBe(503);
    expect(headers.get('retry-after')).not.toBeNull();
  });
});

describe('a chain of many marks', () => {
  const steps = (count: number, step: (index: number) => string) =>
    `photo.png?x-oss-process=image/${Array.from({ length: count }, (_, index) => step(index)).join('/')}/format,png`;
  let calls: string[];

  beforeEach(() => {
    calls = [];
    before = async (name) => void calls.push(name);
  });

  it('finds all its fonts in one listing', async () => {
    const path = steps(40, (i) => `watermark,text_${base64('a')},type_${base64(`own-${i}`)}`);
    await shown(path);
    expect(calls.filter((name) => name === 'list')).toHaveLength(1);
  });
  it('is refused after a few pictures that are not there', async () => {
    const path = steps(40, (i) => `watermark,image_${base64(`gone-${i}.png`)}`);
    expect((await shown(path)).status).toBe(400);
    expect(calls.length).toBeLessThan(10);
  });
  it('fetches what it draws several times but once', async () => {
    const path = steps(40, () => `watermark,image_${base64(mark)},g_nw`);
    expect((await shown(path)).status).toBe(200);
    expect(calls.length).toBeLessThan(10);
  });
});

describe('clients that revalidate', () => {
  const conditions = (headers: Headers) => ({
    headers: {
      'If-None-Match': headers.get('etag') ?? '',
      'If-Modified-Since': headers.get('last-modified') ?? '',
    },
  });
  const style = (content: string, modified: string) =>
    env.STYLES.put(
      'style:examplebucket:marked',
      JSON.stringify({ name: 'marked', content, category: 'image', created: modified, modified }),
    );

  it('see a style replaced', async () => {
    const chain = (width: number) => `image/resize,w_${width}`;
    await style(chain(50), '2020-01-01T00:00:00.000Z');
    const first = await shown('photo.png?x-oss-process=style/marked');
    expect((await shown('photo.png?x-oss-process=style/marked', conditions(first.headers))).status).toBe(304);
    await style(chain(51), new Date(Date.now() + 5000).toISOString());
    service = startService();
    const second = await shown('photo.png!marked', conditions(first.headers));
    expect(second.status).toBe(200);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(second.bytes).not.toEqual(first.bytes);
  });
  it('see a mark replaced', async () => {
    service = startService();
    const first = await shown(marked(mark));
    await put(mark, '400x267.png');
    const second = await shown(marked(mark), conditions(first.headers));
    expect(second.status).toBe(200);
    expect(second.bytes).not.toEqual(first.bytes);
  });
});

describe('a mark below a prefix that is closed', () => {
  it('is for nobody who has not signed', async () => {
    await put('.fonts/mark.png', '200x100.png');
    await put('open/mark.png', '200x100.png');
    expect((await shown(marked('open/mark.png'))).status).toBe(200);
    const refused = await service.get(marked('.fonts/mark.png'));
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('WatermarkError');
  });
});
