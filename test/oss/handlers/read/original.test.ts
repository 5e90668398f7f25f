import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../src/oss/ports.ts';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const PATH = '/examplebucket/dir/note.txt';
const ETAG = '"5D41402ABC4B2A76B9719D911017C592"';
const MODIFIED = 'Sat, 01 Mar 2025 12:00:00 GMT';

let world: World;
beforeEach(async () => {
  world = createWorld({ buckets: [{ acl: 'public-read', cacheControl: 'max-age=60' }] });
  await world.put('examplebucket', 'dir/note.txt', 'hello', {
    headers: {
      contentType: 'text/plain',
      contentEncoding: 'identity',
      contentDisposition: 'inline',
      contentLanguage: 'en',
      expires: 'never',
    },
    meta: { author: 'bob' },
    crc64: '11177612005948864433',
  });
});

const get = (headers: Record<string, string> = {}, query = '') =>
  world.face(signed(PATH + query, { headers }));

describe('GetObject', () => {
  it('says no Cache-Control where neither object nor bucket does, but in a signed address', async () => {
    const plain = createWorld({ buckets: [{ name: 'plain', cacheControl: undefined }] });
    await plain.put('plain', 'a', 'hello');
    const answers = [signed('/plain/a'), signed('/plain/a', { method: 'HEAD' })].map(plain.face);
    for (const answer of await Promise.all(answers)) expect(answer.headers.has('cache-control')).toBe(false);
  });

  it('sends bytes and headers as OSS does', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('hello');
    const { 'x-oss-request-id': id, ...headers } = Object.fromEntries(response.headers);
    expect(id).toMatch(/^[0-9A-F]{24}$/);
    expect(headers).toEqual({
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=60',
      'content-disposition': 'inline',
      'content-encoding': 'identity',
      'content-language': 'en',
      'content-length': '5',
      'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==',
      'content-type': 'text/plain',
      date: MODIFIED,
      etag: ETAG,
      expires: 'never',
      'last-modified': MODIFIED,
      server: 'AliyunOSS',
      'x-oss-hash-crc64ecma': '11177612005948864433',
      'x-oss-meta-author': 'bob',
      'x-oss-object-type': 'Normal',
      'x-oss-server-time': '0',
      'x-oss-storage-class': 'Standard',
    });
  });

  it('answers HEAD with the same headers and no body', async () => {
    const [full, head] = [await get(), await world.face(signed(PATH, { method: 'HEAD' }))];
    const without = ({ headers }: Response) => [...headers].filter(([name]) => name !== 'x-oss-request-id');
    expect(without(head)).toEqual(without(full));
    expect(await head.text()).toBe('');
  });

  it('closes what it opened for a caller who may not see it', async () => {
    const { objects } = world.buckets.get('examplebucket') as { objects: ObjectStore };
    const cancelled: string[] = [];
    const open = objects.get.bind(objects);
    objects.get = async (key, options) => {
      const object = await open(key, options);
      return object && { ...object, body: new ReadableStream({ cancel: () => void cancelled.push(key) }) };
    };
    await world.put('examplebucket', 'secret', 'hello', { acl: 'private' });
    expect((await world.face(anonymous('/examplebucket/secret'))).status).toBe(403);
    expect(cancelled).toEqual(['secret']);
  });

  it('answers ?objectMeta with length, ETag and date only', async () => {
    const response = await world.face(signed(`${PATH}?objectMeta`, { method: 'HEAD' }));
    expect(response.headers.get('content-length')).toBe('5');
    const names = [...response.headers.keys()].filter((name) => !name.startsWith('x-oss-'));
    expect(names).toEqual(['content-length', 'date', 'etag', 'last-modified', 'server']);
    expect(await refusal(world.face(signed(`${PATH}?objectMeta`)))).toEqual([405, 'MethodNotAllowed']);
  });

  it('says application/octet-stream where no type is stored', async () => {
    await world.put('examplebucket', 'plain', '');
    const response = await world.face(signed('/examplebucket/plain'));
    expect([response.headers.get('content-type'), response.headers.get('content-length')]).toEqual([
      'application/octet-stream',
      '0',
    ]);
  });

  it('answers 404 with the key, on HEAD in a header', async () => {
    const response = await world.face(signed('/examplebucket/no%26.jpg'));
    expect((await xml(response))['Error']).toMatchObject({
      Code: 'NoSuchKey',
      Key: 'no&.jpg',
      HostId: '127.0.0.1:8787',
    });
    const head = await world.face(signed('/examplebucket/no.jpg', { method: 'HEAD' }));
    expect([head.status, head.headers.get('x-oss-ec')]).toEqual([404, '0026-00000001']);
    expect(atob(head.headers.get('x-oss-err') ?? '')).toContain('<Code>NoSuchKey</Code>');
  });

  it('reads keys in every spelling', async () => {
    await world.put('examplebucket', '图 片+1?!.jpg', 'found');
    const paths = ['%E5%9B%BE%20%E7%89%87%2B1%3F!.jpg', '%e5%9b%be+%E7%89%87%2b1%3F%21.jpg'];
    for (const path of paths)
      expect(await (await world.face(anonymous(`/examplebucket/${path}`))).text()).toBe('found');
  });
});

describe('Range', () => {
  it.each([
    ['bytes=0-1', 206, 'he', 'bytes 0-1/5'],
    ['bytes=1-', 206, 'ello', 'bytes 1-4/5'],
    ['bytes=-2', 206, 'lo', 'bytes 3-4/5'],
    ['bytes=4-4', 206, 'o', 'bytes 4-4/5'],
    ['bytes=0-9', 200, 'hello', null],
    ['bytes=9-', 200, 'hello', null],
    ['bytes=0-0,2-2', 200, 'hello', null],
    ['lines=0-1', 200, 'hello', null],
  ])('%s is %d "%s"', async (range, status, body, contentRange) => {
    const response = await get({ range });
    expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([
      status,
      body,
      contentRange,
    ]);
    expect(response.headers.get('content-length')).toBe(`${body.length}`);
    // Sums describe the whole object: SDKs know it of the CRC, and would compare the MD5 with what they got.
    expect(response.headers.has('x-oss-hash-crc64ecma')).toBe(true);
    expect(response.headers.has('content-md5')).toBe(status === 200);
  });

  it('follows the RFC with x-oss-range-behavior: standard', async () => {
    const strict = { 'x-oss-range-behavior': 'standard' };
    const clamped = await get({ range: 'bytes=3-9', ...strict });
    expect([clamped.status, await clamped.text()]).toEqual([206, 'lo']);
    const beyond = await get({ range: 'bytes=9-', ...strict });
    expect(beyond.headers.get('content-range')).toBe('bytes */5');
    expect(await refusal(beyond)).toEqual([416, 'InvalidRange']);
  });

  it.each([
    [ETAG, 206],
    [MODIFIED, 206],
    ['"other"', 200],
    ['Sat, 01 Mar 2025 11:00:00 GMT', 200],
  ])('If-Range: %s is %d', async (known, status) => {
    expect((await get({ range: 'bytes=0-1', 'if-range': known })).status).toBe(status);
  });
});

describe('conditions', () => {
  it.each([
    [{ 'if-none-match': ETAG }, 304],
    [{ 'if-none-match': '5d41402abc4b2a76b9719d911017c592' }, 304],
    [{ 'if-none-match': `W/${ETAG}` }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': MODIFIED }, 304],
    [{ 'if-modified-since': 'Sat, 01 Mar 2025 11:59:59 GMT' }, 200],
    [{ 'if-match': ETAG }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-unmodified-since': 'Sat, 01 Mar 2025 11:59:59 GMT' }, 412],
    [{ 'if-unmodified-since': MODIFIED }, 200],
  ])('%o is %d', async (headers, status) => {
    const response = await get(headers as unknown as Record<string, string>);
    expect(response.status).toBe(status);
    if (status !== 304) return;
    expect(await response.text()).toBe('');
    expect([response.headers.get('etag'), response.headers.get('last-modified')]).toEqual([ETAG, MODIFIED]);
    expect(response.headers.get('cache-control')).toBe('private, max-age=60');
  });

  it('come after rights and before ranges', async () => {
    expect(await refusal(get({ 'if-match': '"x"', range: 'bytes=0-1' }))).toEqual([
      412,
      'PreconditionFailed',
    ]);
  });
});

describe('response-* parameters', () => {
  const query =
    '?response-content-disposition=attachment%3B filename%3D"a b.jpg"&response-content-type=image%2Fpng';

  it('replace headers of signed answers', async () => {
    const { headers } = await get({}, query);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-disposition')).toBe('attachment; filename="a b.jpg"');
  });

  it.each([
    ['content-type', 'image/x-a'],
    ['content-language', 'zh-CN'],
    ['expires', 'Fri, 01 Jan 2100 00:00:00 GMT'],
    ['cache-control', 'no-cache'],
    ['content-disposition', 'inline'],
    ['content-encoding', 'identity'],
  ])('replace %s', async (header, value) => {
    const { headers } = await get({}, `?response-${header}=${encodeURIComponent(value)}`);
    expect(headers.get(header)).toBe(value);
  });

  it('do nothing for anonymous callers', async () => {
    const { status, headers } = await world.face(anonymous(PATH + query));
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain']);
  });

  it('cannot split the answer', async () => {
    const response = get({}, '?response-content-type=a%0D%0ASet-Cookie:%20b%3D1');
    expect(await refusal(response)).toEqual([400, 'InvalidArgument']);
  });
});
