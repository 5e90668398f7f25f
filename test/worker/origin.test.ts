/** A bucket whose origin is another service: what is not here yet is read there, and kept. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, errorOf } from './support/ask.ts';
import { measure } from './support/measure.ts';
import { emptyBoth, FRESH, OLD, holdBack, startPair, type Pair } from './support/pair.ts';
import { signed } from './support/sign.ts';
import { sourceBytes } from './support/sources.ts';

const BUCKET = 'examplebucket';
const PHOTO = sourceBytes('400x267.png');
/** A body without a type: a text's would have to be signed. */
const untyped = (text: string) => new TextEncoder().encode(text);

let pair: Pair;
const get = (key: string, init?: RequestInit) => pair.fresh.get(`${BUCKET}/${key}`, init);
const asOwner = async (
  service: Pair['old'],
  method: string,
  key: string,
  parameters: Record<string, string> = {},
  init: RequestInit = {},
) => service.get(await signed({ method, bucket: BUCKET, key, parameters }), { method, ...init });
const put = (key: string, headers: Record<string, string> = {}, body: BodyInit = PHOTO) =>
  asOwner(pair.old, 'PUT', key, {}, { body, headers });

beforeEach(async () => {
  await emptyBoth();
  pair = startPair();
});

afterEach(() => pair.fresh.settle());

describe('an object that is at the origin only', () => {
  beforeEach(async () => {
    const headers = { 'Cache-Control': 'max-age=7', 'Content-Language': 'de' };
    await put('a/photo 1+2.png', headers);
  });
  const KEY = 'a/photo%201%2B2.png';

  it('is answered and stored once, with what belongs to it', async () => {
    const there = await pair.old.get(`${BUCKET}/${KEY}`);
    const first = await get(KEY);
    expect(await bytesOf(first)).toEqual(PHOTO);
    await pair.fresh.settle();
    pair.asked.length = 0;
    const second = await get(KEY);
    expect(await bytesOf(second)).toEqual(PHOTO);
    expect(pair.asked).toEqual([]);
    for (const name of ['etag', 'content-length', 'content-md5', 'x-oss-hash-crc64ecma', 'cache-control'])
      expect([first, second].map(({ headers }) => headers.get(name))).toEqual([
        there.headers.get(name),
        there.headers.get(name),
      ]);
    expect(second.headers.get('content-language')).toBe('de');
    await there.body?.cancel();
  });

  it('is described without being stored', async () => {
    const head = await get(KEY, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, `${PHOTO.length}`]);
    expect(await FRESH.head('a/photo 1+2.png')).toBeNull();
  });

  it('is answered in parts, and stored whole beside them', async () => {
    const part = await get(KEY, { headers: { Range: 'bytes=1-3' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1-3/${PHOTO.length}`]);
    expect(await part.text()).toBe('PNG');
    await pair.fresh.settle();
    expect((await FRESH.head('a/photo 1+2.png'))?.size).toBe(PHOTO.length);
  });

  it('becomes a picture', async () => {
    const picture = await get(`${KEY}?x-oss-process=image/resize,w_40`);
    expect(measure(await bytesOf(picture))).toMatchObject({ width: 40, height: 27 });
    await pair.fresh.settle();
    expect((await FRESH.head('a/photo 1+2.png'))?.size).toBe(PHOTO.length);
    pair.asked.length = 0;
    const again = await get(`${KEY}?x-oss-process=image/resize,w_40`);
    expect(again.headers.get('server-timing')).toBe('cache;desc="hit"');
    await again.body?.cancel();
    expect(pair.asked).toEqual([]);
  });

  it('answers conditions as if it were here', async () => {
    const etag = (await get(KEY, { method: 'HEAD' })).headers.get('etag') ?? '';
    expect((await get(KEY, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    expect((await get(KEY, { headers: { 'If-Match': '"0"' } })).status).toBe(412);
  });
});

describe('metadata', () => {
  it('is taken over in any script', async () => {
    const path = await signed({ method: 'PUT', bucket: BUCKET, key: 'm.png' });
    const meta = { 'x-oss-meta-a': 'b', 'x-oss-meta-place': 'M%C3%BCnchen' };
    // Signature V1 covers `x-oss-` headers: written past the service instead.
    await OLD.put('m.png', PHOTO, {
      httpMetadata: { contentType: 'image/png', contentDisposition: 'inline' },
      customMetadata: { a: 'b', 'oss-meta-place': meta['x-oss-meta-place'] },
    });
    expect(path).toContain('m.png');
    const first = await get('m.png');
    await first.body?.cancel();
    await pair.fresh.settle();
    const stored = await get('m.png');
    await stored.body?.cancel();
    for (const { headers } of [first, stored]) {
      expect(headers.get('content-type')).toBe('image/png');
      expect(headers.get('content-disposition')).toBe('inline');
      expect(headers.get('x-oss-meta-a')).toBe('b');
      expect(headers.get('x-oss-meta-place')).toBe('München');
    }
  });

  it('keeps the ETag of an object that was uploaded in parts', async () => {
    await OLD.put('parts.png', PHOTO, {
      customMetadata: { 'oss-etag': '0123456789abcdef0123456789abcdef-2', 'oss-kind': 'Multipart' },
    });
    const etags: (string | null)[] = [];
    for (const init of [{ method: 'HEAD' }, {}, {}, { headers: { Range: 'bytes=0-9' } }] as RequestInit[]) {
      const answer = await get('parts.png', init);
      etags.push(answer.headers.get('etag'));
      await answer.arrayBuffer();
      await pair.fresh.settle();
    }
    expect(new Set(etags)).toEqual(new Set(['"0123456789ABCDEF0123456789ABCDEF-2"']));
    expect(await FRESH.head('parts.png')).not.toBeNull();
    const picture = await get('parts.png?x-oss-process=image/resize,w_20');
    expect(measure(await bytesOf(picture))).toMatchObject({ width: 20 });
  });

  it('of a link is the link', async () => {
    await put('target.png');
    await OLD.put('link.png', '', { customMetadata: { 'oss-kind': 'Symlink', 'oss-symlink': 'target.png' } });
    expect(await bytesOf(await get('link.png'))).toEqual(PHOTO);
    await pair.fresh.settle();
    const target = await asOwner(pair.fresh, 'GET', 'link.png', { symlink: '' });
    expect(target.headers.get('x-oss-symlink-target')).toBe('target.png');
    expect((await FRESH.head('target.png'))?.size).toBe(PHOTO.length);
  });
});

describe('an object that is private at the origin', () => {
  const priv = (key: string) => OLD.put(key, PHOTO, { customMetadata: { 'oss-acl': 'private' } });

  it('is private here, before and after it was copied', async () => {
    await priv('secret.png');
    const status = async () => [
      (await get('secret.png')).status,
      (await get('secret.png', { method: 'HEAD' })).status,
      (await get('secret.png?x-oss-process=image/resize,w_9')).status,
    ];
    expect(await status()).toEqual([403, 403, 403]);
    expect(await bytesOf(await asOwner(pair.fresh, 'GET', 'secret.png'))).toEqual(PHOTO);
    await pair.fresh.settle();
    expect((await FRESH.head('secret.png'))?.customMetadata?.['oss-acl']).toBe('private');
    expect(await status()).toEqual([403, 403, 403]);
  });

  it('is private because its bucket is', async () => {
    pair = startPair({ oldBucket: { acl: 'private' } });
    await put('secret.png');
    expect((await get('secret.png')).status).toBe(403);
    await pair.fresh.settle();
    expect((await get('secret.png')).status).toBe(403);
    pair = startPair({ oldBucket: { acl: 'private' }, origin: { acl: 'bucket' } });
    await put('open.png');
    expect(await bytesOf(await get('open.png'))).toEqual(PHOTO);
  });

  it('is private where nobody tells', async () => {
    pair.through((request, answer) =>
      new URL(request.url).search === '?acl' ? Promise.resolve(new Response('', { status: 403 })) : answer(),
    );
    await put('unknown.png');
    expect((await get('unknown.png')).status).toBe(403);
  });

  it('is neither shown nor stored while nobody can tell', async () => {
    pair.through((request, answer) =>
      new URL(request.url).search === '?acl' ? Promise.resolve(new Response('', { status: 500 })) : answer(),
    );
    await put('unknown.png');
    expect((await get('unknown.png')).status).toBe(503);
    await pair.fresh.settle();
    expect(await FRESH.head('unknown.png')).toBeNull();
  });

  it('cannot be read without a key', async () => {
    pair = startPair({ variables: { ORIGIN_KEYS: {} } });
    await priv('secret.png');
    await put('open.png');
    expect(await errorOf(await get('secret.png'))).toMatchObject({ status: 424, code: 'MirrorFailed' });
    expect(await bytesOf(await get('open.png'))).toEqual(PHOTO);
  });
});

describe('what is nowhere', () => {
  it('is asked for once in a while', async () => {
    expect(await errorOf(await get('none.png'))).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect((await get('none.png')).status).toBe(404);
    expect(pair.asked.filter((line) => line.startsWith('GET /examplebucket/none.png'))).not.toEqual([]);
    const before = pair.asked.length;
    expect((await get('none.png', { method: 'HEAD' })).status).toBe(404);
    expect(pair.asked.length).toBe(before);
  });

  it('is never asked for below closed prefixes, nor past its bucket', async () => {
    await OLD.put('.fonts/own.ttf', 'font');
    await OLD.put('/staging/examplebucket/x', 'part');
    for (const key of ['.fonts/own.ttf', '%2Fstaging%2Fexamplebucket%2Fx'])
      expect((await asOwner(pair.fresh, 'GET', decodeURIComponent(key))).status).toBeGreaterThanOrEqual(400);
    const mark = btoa('../privatebucket/photo.png').replaceAll('=', '');
    await put('photo.png');
    expect((await get(`photo.png?x-oss-process=image/watermark,image_${mark}`)).status).toBe(400);
    expect(pair.asked.filter((line) => !line.includes('/examplebucket/photo.png'))).toEqual([
      'GET /examplebucket/?acl',
    ]);
  });
});

describe('what is written here', () => {
  it('wins over the origin, also while the origin is being copied', async () => {
    await put('photo.png');
    const { reached, go } = holdBack(pair);
    const reading = get('photo.png');
    await reached;
    await asOwner(pair.fresh, 'PUT', 'photo.png', {}, { body: untyped('mine') });
    go();
    await (await reading).arrayBuffer();
    await pair.fresh.settle();
    expect(await (await get('photo.png')).text()).toBe('mine');
  });

  it('is found at once where nothing was', async () => {
    expect((await get('new.txt')).status).toBe(404);
    await asOwner(pair.fresh, 'PUT', 'new.txt', {}, { body: untyped('new') });
    expect(await (await get('new.txt')).text()).toBe('new');
  });

  it('stays gone when it was deleted', async () => {
    await put('photo.png');
    expect((await asOwner(pair.fresh, 'DELETE', 'photo.png')).status).toBe(204);
    expect((await get('photo.png')).status).toBe(404);
    expect((await startPair().fresh.get(`${BUCKET}/photo.png`)).status).toBe(404);
    await asOwner(pair.fresh, 'PUT', 'photo.png', {}, { body: untyped('again') });
    expect(await (await get('photo.png')).text()).toBe('again');
  });

  it('stays gone when it was deleted while it was being copied', async () => {
    await put('photo.png');
    const { reached, go } = holdBack(pair);
    const reading = get('photo.png');
    await reached;
    await asOwner(pair.fresh, 'DELETE', 'photo.png');
    go();
    await (await reading).arrayBuffer();
    await pair.fresh.settle();
    expect(await FRESH.head('photo.png')).toBeNull();
  });

  it('may come back once there is no origin, and nothing of it is left', async () => {
    await asOwner(pair.fresh, 'DELETE', 'photo.png');
    expect((await FRESH.list({ prefix: '/gone/' })).objects).toHaveLength(1);
    const sweep = (origin: object) =>
      startPair({ freshBucket: origin })
        .fresh.service.buckets.find(BUCKET)
        .then((bucket) => bucket?.sweepTombstones());
    expect(await sweep({})).toBe(0);
    expect(await sweep({ origin: undefined })).toBe(1);
    expect((await FRESH.list({ prefix: '/gone/' })).objects).toEqual([]);
  });

  it('is not asked for by who looks for sums of what is gone from here', async () => {
    await put('photo.png');
    const bucket = await pair.fresh.service.buckets.find(BUCKET);
    const attributes = { headers: {}, meta: {}, kind: 'Normal' } as const;
    await bucket?.sums.put('photo.png', new Uint8Array(), { attributes });
    pair.asked.length = 0;
    expect(await bucket?.sweepSums(Date.now() + 3_700_000)).toBe(1);
    expect(pair.asked).toEqual([]);
  });

  it('may not overwrite what is at the origin where that is forbidden', async () => {
    await put('photo.png');
    const bucket = await pair.fresh.service.buckets.find(BUCKET);
    const attributes = { headers: {}, meta: {}, kind: 'Normal' } as const;
    expect(
      await bucket?.objects.put('photo.png', untyped('x'), { attributes, ifAbsent: true }),
    ).toBeUndefined();
    expect(
      await bucket?.objects.put('other.png', untyped('x'), { attributes, ifAbsent: true }),
    ).toBeDefined();
  });

  it('changes what belongs to an object that is at the origin only', async () => {
    await put('photo.png');
    await OLD.put('parts.png', PHOTO, {
      customMetadata: { 'oss-etag': '0123456789abcdef0123456789abcdef-2', 'oss-kind': 'Multipart' },
    });
    for (const key of ['photo.png', 'parts.png']) {
      const body = untyped('<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>');
      expect((await asOwner(pair.fresh, 'PUT', key, { tagging: '' }, { body })).status).toBe(200);
      const answer = await get(key);
      expect(await bytesOf(answer)).toEqual(PHOTO);
      expect(answer.headers.get('x-oss-tagging-count')).toBe('1');
    }
  });

  it('tells the length of what grew, so that it can be copied', async () => {
    const parameters = { append: '', position: '0' };
    await asOwner(pair.old, 'POST', 'grown.txt', parameters, { body: untyped('grown') });
    expect(await (await get('grown.txt')).text()).toBe('grown');
    await pair.fresh.settle();
    expect((await FRESH.head('grown.txt'))?.size).toBe(5);
  });

  it('does not grow what is at the origin', async () => {
    await put('log.txt', {}, untyped('old'));
    const append = await asOwner(
      pair.fresh,
      'POST',
      'log.txt',
      { append: '', position: '0' },
      { body: untyped('x') },
    );
    expect(await errorOf(append)).toMatchObject({ status: 409, code: 'ObjectNotAppendable' });
  });
});

describe('a listing', () => {
  it('shows what is here', async () => {
    await put('there.png');
    await FRESH.put('here.png', PHOTO);
    const listing = await (await asOwner(pair.fresh, 'GET', '', {})).text();
    expect(listing).toContain('<Key>here.png</Key>');
    expect(listing).not.toContain('there.png');
  });
});
