import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { DigestMismatch, type ObjectAttributes, type ObjectStore } from '../../../src/oss/ports.ts';
import { PART_BYTES } from '../../../src/worker/storage/parts.ts';
import { createR2Staging, createR2Store } from '../../../src/worker/storage/r2-store.ts';

const PLAIN: ObjectAttributes = { headers: {}, meta: {}, kind: 'Normal' };
const HELLO = new TextEncoder().encode('hello');
const HELLO_MD5 = '5d41402abc4b2a76b9719d911017c592';

let store: ObjectStore;
let staging: ObjectStore;
beforeEach(() => {
  store = createR2Store({ bucket: env.ORIGINALS, prefix: '' });
  staging = createR2Staging(env.ORIGINALS, 'examplebucket');
});

/** `length` bytes that tell where they stand, in chunks of no particular size. */
function counting(length: number, chunk = 70_001): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at === length) return controller.close();
      const bytes = new Uint8Array(Math.min(chunk, length - at));
      for (let i = 0; i < bytes.length; i++) bytes[i] = ((at + i) * 31) >> 5;
      at += bytes.length;
      controller.enqueue(bytes);
    },
  });
}

const failing = (after: number) =>
  counting(after).pipeThrough(
    new TransformStream({
      flush() {
        throw new Error('the upload broke off');
      },
    }),
  );

async function bytesOf(stream: ReadableStream<Uint8Array> | undefined): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream ?? null).arrayBuffer());
}

describe('what is written', () => {
  it('is read back, whole and in ranges', async () => {
    const put = await store.put('a/b.txt', HELLO, { attributes: PLAIN });
    expect(put).toMatchObject({ key: 'a/b.txt', size: 5, etag: HELLO_MD5, md5: HELLO_MD5 });
    expect(await store.head('a/b.txt')).toEqual(put);
    expect(await bytesOf((await store.get('a/b.txt'))?.body)).toEqual(HELLO);
    const part = await store.get('a/b.txt', { range: { offset: 1, length: 3 } });
    expect(new TextDecoder().decode(await bytesOf(part?.body))).toBe('ell');
    expect(part?.size).toBe(5);
  });
  it('keeps every attribute', async () => {
    const attributes: ObjectAttributes = {
      headers: {
        contentType: 'text/plain; charset=utf-8',
        cacheControl: 'max-age=1',
        contentDisposition: 'attachment; filename="a.txt"',
        contentEncoding: 'gzip',
        contentLanguage: 'zh',
        expires: 'never, or so',
      },
      meta: {
        plain: 'value',
        chinese: '图片',
        percent: '100%25',
        'oss-acl': 'mine',
        empty: '',
        spaced: ' a b ',
      },
      acl: 'public-read',
      kind: 'Multipart',
      crc64: '11177612005948864433',
      tags: { 'a b': '图', 'c/d': '' },
      storageClass: 'IA',
      sequential: true,
      summed: true,
      sealed: new Date('2025-05-07T23:00:00.000Z'),
      symlink: 'dir/图.jpg',
    };
    await store.put('attributes', HELLO, { attributes });
    expect((await store.head('attributes'))?.attributes).toEqual(attributes);
    const { objects } = await store.list({ prefix: 'attributes', limit: 1 });
    expect(objects[0]?.attributes).toEqual(attributes);
  });
  it('shows what other tools stored as it is', async () => {
    const httpMetadata = { contentType: 'image/png', cacheExpiry: new Date(0) };
    await env.ORIGINALS.put('foreign', HELLO, { httpMetadata, customMetadata: { Title: '100%25' } });
    expect((await store.head('foreign'))?.attributes).toMatchObject({
      headers: { contentType: 'image/png', expires: 'Thu, 01 Jan 1970 00:00:00 GMT' },
      meta: { title: '100%25' },
      kind: 'Normal',
    });
  });
  it.each(['contentType', 'cacheControl', 'contentDisposition', 'contentEncoding', 'contentLanguage'])(
    'leaves out a %s that no header can carry',
    async (name) => {
      const others = { contentType: 'image/png', cacheControl: 'no-store', contentLanguage: 'zh' };
      await env.ORIGINALS.put('foreign', HELLO, { httpMetadata: { ...others, [name]: 'a\nb' } });
      const { headers } = (await store.head('foreign'))!.attributes;
      expect(headers).toMatchObject({ ...others, [name]: undefined });
    },
  );
  it('is gone after a deletion, and a missing key is no error', async () => {
    await store.put('gone', HELLO, { attributes: PLAIN });
    await store.delete(['gone', 'never-there']);
    expect(await store.head('gone')).toBeUndefined();
    expect(await store.get('gone')).toBeUndefined();
  });
});

it.each([
  [64 * 1024, undefined, true],
  [64 * 1024 + 1, undefined, false],
  [5_000_000, 64 * 1024, true],
  [5_000_000, 64 * 1024 + 1, false],
])('a body of %i bytes of which %s are asked for is read at once: %s', async (size, length, isWhole) => {
  let read = 0;
  const body = new ReadableStream<Uint8Array>({}, { highWaterMark: 0 });
  const get = async () => ({
    key: 'k',
    size,
    etag: 'e',
    uploaded: new Date(0),
    checksums: {},
    body,
    async arrayBuffer() {
      read++;
      return new ArrayBuffer(length ?? size);
    },
  });
  const odd = createR2Store({ bucket: { get } as unknown as R2Bucket, prefix: '' });
  const object = await odd.get('k', length === undefined ? {} : { range: { offset: 0, length } });
  expect([read, object?.body === body]).toEqual([isWhole ? 1 : 0, !isWhole]);
});

describe('streams', () => {
  const known = (length: number, stream = counting(length)) => ({ stream, length });
  const unknown = (stream: ReadableStream<Uint8Array>) => ({ stream, length: undefined });

  it.each([0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES])(
    'of unknown length %d arrive whole',
    async (length) => {
      await store.put('stream', unknown(counting(length)), { attributes: PLAIN });
      const got = await store.get('stream');
      expect(got?.size).toBe(length);
      expect(await bytesOf(got?.body)).toEqual(await bytesOf(counting(length)));
    },
  );
  it('of known length arrive whole', async () => {
    await store.put('stream', known(300_000), { attributes: PLAIN });
    expect(await bytesOf((await store.get('stream'))?.body)).toEqual(await bytesOf(counting(300_000)));
  });
  it.each([
    ['a known length', { stream: failing(100_000), length: 200_000 }],
    ['an unknown length, in its first part', unknown(failing(100_000))],
    ['an unknown length, in a later part', unknown(failing(PART_BYTES + 1))],
  ])('that fail with %s leave nothing behind and say why', async (_case, source) => {
    await expect(store.put('broken', source, { attributes: PLAIN })).rejects.toThrow('the upload broke off');
    expect(await store.head('broken')).toBeUndefined();
  });
  it.each([1000, 1_000_000])(
    'that end before or after their length of 500000 are refused (%d)',
    async (length) => {
      const source = { stream: counting(length), length: 500_000 };
      await expect(store.put('torn', source, { attributes: PLAIN })).rejects.toThrow();
      expect(await store.head('torn')).toBeUndefined();
    },
  );
});

describe('conditions', () => {
  it.each([
    ['a buffer', () => HELLO],
    ['a stream of known length', () => ({ stream: counting(9), length: 9 })],
    ['a large stream of unknown length', () => ({ stream: counting(PART_BYTES + 9), length: undefined })],
  ])('write %s only where nothing is', async (_case, source) => {
    const options = { attributes: PLAIN, ifAbsent: true };
    expect(await store.put('once', source(), options)).toBeDefined();
    const first = await store.head('once');
    expect(await store.put('once', source(), options)).toBeUndefined();
    expect(await store.head('once')).toEqual(first);
    expect((await env.ORIGINALS.list({ prefix: '/scratch/' })).objects).toEqual([]);
    await store.delete(['once']);
  });
  it('refuse bytes with another MD5', async () => {
    const options = { attributes: PLAIN, md5: HELLO_MD5 };
    await store.put('digest', HELLO, options);
    await expect(store.put('digest', HELLO.subarray(1), options)).rejects.toThrow(DigestMismatch);
    const stream = { stream: counting(5), length: 5 };
    await expect(store.put('digest', stream, options)).rejects.toThrow(DigestMismatch);
    expect((await store.head('digest'))?.etag).toBe(HELLO_MD5);
  });
  it('read only the asked version', async () => {
    await store.put('version', HELLO, { attributes: PLAIN });
    expect(await store.get('version', { etag: HELLO_MD5 })).toBeDefined();
    expect(await store.get('version', { etag: '0'.repeat(32) })).toBeUndefined();
  });
});

describe('listings', () => {
  const keysOf = async (options: Parameters<ObjectStore['list']>[0]) => {
    const { objects, prefixes, cursor } = await store.list(options);
    return { keys: objects.map(({ key }) => key), prefixes, more: cursor !== undefined };
  };
  beforeEach(async () => {
    for (const key of ['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/图'])
      await store.put(key, HELLO, { attributes: PLAIN });
  });

  it('are in byte order, with prefixes folded', async () => {
    const all = { keys: ['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/图'], prefixes: [], more: false };
    expect(await keysOf({ prefix: 'l/', limit: 1000 })).toEqual(all);
    const folded = { keys: ['l/a', 'l/c', 'l/图'], prefixes: ['l/b/'], more: false };
    expect(await keysOf({ prefix: 'l/', delimiter: '/', limit: 1000 })).toEqual(folded);
    const rest = { keys: ['l/c', 'l/图'], prefixes: [], more: false };
    expect(await keysOf({ prefix: 'l/', startAfter: 'l/b/2', limit: 1000 })).toEqual(rest);
  });
  it('come in pages', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list({ prefix: 'l/', delimiter: '/', limit: 1, cursor });
      seen.push(...page.objects.map(({ key }) => key), ...page.prefixes);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(['l/a', 'l/b/', 'l/c', 'l/图']);
  });
  it('do not show parts of uploads under way, nor let anyone touch them', async () => {
    for (let part = 0; part < 5; part++) await staging.put(`upload/${part}`, HELLO, { attributes: PLAIN });
    expect((await staging.list({ limit: 1000 })).objects).toHaveLength(5);
    expect((await keysOf({ limit: 1000 })).keys.filter((key) => !key.startsWith('l/'))).not.toContain('/');
    expect(await keysOf({ prefix: '/', limit: 1000 })).toEqual({ keys: [], prefixes: [], more: false });
    expect((await keysOf({ delimiter: '/', limit: 1000 })).prefixes).not.toContain('/');
    const hidden = '/staging/examplebucket/upload/0';
    expect(await store.head(hidden)).toBeUndefined();
    expect(await store.get(hidden)).toBeUndefined();
    await store.delete([hidden]);
    await expect(store.put(hidden, HELLO, { attributes: PLAIN })).rejects.toThrow('not valid');
    expect(await staging.head('upload/0')).toBeDefined();
  });
});

describe('prefixes', () => {
  it('keep buckets of one R2 bucket apart', async () => {
    const photos = createR2Store({ bucket: env.ORIGINALS, prefix: 'photos/' });
    const icons = createR2Store({ bucket: env.ORIGINALS, prefix: 'icons/' });
    await photos.put('a', HELLO, { attributes: PLAIN });
    expect(await icons.head('a')).toBeUndefined();
    expect((await photos.list({ limit: 10 })).objects.map(({ key }) => key)).toEqual(['a']);
    expect((await icons.list({ limit: 10 })).objects).toEqual([]);
    expect(await env.ORIGINALS.head('photos/a')).not.toBeNull();
  });
  it('know no key that R2 could not hold', async () => {
    const deep = createR2Store({ bucket: env.ORIGINALS, prefix: 'deep/' });
    const key = 'k'.repeat(1020);
    expect(await deep.head(key)).toBeUndefined();
    await expect(deep.put(key, HELLO, { attributes: PLAIN })).rejects.toThrow('less than 1024');
  });
});
