import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPartList } from '../../../../src/oss/handlers/multipart/parts-list.ts';
import { sweepUploads } from '../../../../src/oss/handlers/multipart/sweep.ts';
import type { Bucket } from '../../../../src/oss/ports.ts';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, KEY, type MemoryStore, type World } from '../../support/memory.ts';
import { anonymous, signed, type SignOptions } from '../../support/sign.ts';

const MINIMUM = 100 * 1024;
const WEEK = 604_800_000;
const PATH = '/examplebucket/dir/big.bin';

let world: World;
beforeEach(() => {
  world = createWorld({ buckets: [{}, { name: 'other' }] });
});

const send = (path: string, options: SignOptions = {}) =>
  world.face(signed(path, { now: world.clock.time, ...options }));
const store = (name: 'objects' | 'staging', bucket = 'examplebucket') =>
  world.buckets.get(bucket)?.[name] as MemoryStore;
const bytesOf = (key: string) => store('objects').stored.get(key)?.bytes;
const bytes = (size: number) => new Uint8Array(randomBytes(size));
const etagOf = (part: Uint8Array) => `"${createHash('md5').update(part).digest('hex').toUpperCase()}"`;

async function initiate(path = PATH, headers: Record<string, string> = {}): Promise<string> {
  const response = await send(`${path}?uploads`, { method: 'POST', headers });
  expect(response.status).toBe(200);
  const { UploadId } = (await xml(response))['InitiateMultipartUploadResult'] as { UploadId: string };
  return UploadId;
}

const put = (uploadId: string, number: number, body: Uint8Array<ArrayBuffer>, path = PATH) =>
  send(`${path}?partNumber=${number}&uploadId=${uploadId}`, { method: 'PUT', body });

const listOf = (parts: readonly (readonly [number, string])[]) =>
  `<CompleteMultipartUpload>${parts
    .map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`)
    .join('')}</CompleteMultipartUpload>`;

const complete = (uploadId: string, body: string, headers: Record<string, string> = {}, path = PATH) =>
  send(`${path}?uploadId=${uploadId}`, { method: 'POST', body, headers });

async function upload(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<[string, [number, string][]]> {
  const uploadId = await initiate();
  const list: [number, string][] = [];
  for (const [index, part] of parts.entries()) {
    const response = await put(uploadId, index + 1, part);
    list.push([index + 1, response.headers.get('etag') ?? '']);
  }
  return [uploadId, list];
}

const ALL = { 'x-oss-complete-all': 'yes' };
const sweep = () => sweepUploads(world.buckets.get('examplebucket') as Bucket, world.clock.time);

describe('a multipart upload', () => {
  it('becomes one object with everything that was said at its beginning', async () => {
    const headers = { 'content-type': 'image/png', 'x-oss-meta-author': 'bob', 'cache-control': 'no-cache' };
    const uploadId = await initiate(PATH, headers);
    const parts = [bytes(MINIMUM), bytes(MINIMUM + 7), bytes(5)] as const;
    const etags: [number, string][] = [];
    for (const [index, part] of parts.entries()) {
      const response = await put(uploadId, 3 * index + 1, part);
      expect(response.status).toBe(200);
      expect(response.headers.get('etag')).toBe(etagOf(part));
      etags.push([3 * index + 1, etagOf(part)]);
    }
    const response = await complete(uploadId, listOf(etags));
    expect(response.status).toBe(200);
    const whole = new Uint8Array(Buffer.concat(parts));
    expect(bytesOf('dir/big.bin')).toEqual(whole);
    const read = await send(PATH);
    for (const name of ['etag', 'x-oss-hash-crc64ecma']) {
      expect(response.headers.get(name)).toBe(read.headers.get(name));
    }
    const etag = read.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9A-F]{32}-3"$/);
    expect((await send(PATH, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await send(PATH, { headers: { 'if-match': etag } })).status).toBe(200);
    const range = { range: 'bytes=0-4', 'if-range': etag, 'x-oss-range-behavior': 'standard' };
    expect((await send(PATH, { headers: range })).status).toBe(206);
    expect(read.headers.get('content-type')).toBe('image/png');
    expect(read.headers.get('cache-control')).toBe('no-cache');
    expect(read.headers.get('x-oss-meta-author')).toBe('bob');
    expect(read.headers.get('x-oss-object-type')).toBe('Multipart');
    expect((await xml(response))['CompleteMultipartUploadResult']).toEqual({
      Location: 'http://127.0.0.1:8787/examplebucket/dir/big.bin',
      Bucket: 'examplebucket',
      Key: 'dir/big.bin',
      ETag: read.headers.get('etag'),
    });
    expect(world.changed).toEqual(['examplebucket/dir/big.bin']);
    expect(store('staging').stored.size).toBe(0);
    expect(world.logged).toEqual([]);
  });

  it('tells the CRC of the whole without reading it again', async () => {
    const uploadId = await initiate();
    const text = '123456789';
    const part = new TextEncoder().encode(text.repeat(MINIMUM / 9 + 1));
    const sums = [await put(uploadId, 1, part), await put(uploadId, 2, new TextEncoder().encode('hello'))];
    expect(sums[1]?.headers.get('x-oss-hash-crc64ecma')).toBe('11177612005948864433');
    const split = await complete(
      uploadId,
      listOf([
        [1, etagOf(part)],
        [2, etagOf(new TextEncoder().encode('hello'))],
      ]),
    );
    const again = await initiate('/examplebucket/whole');
    const whole = new Uint8Array([...part, ...new TextEncoder().encode('hello')]);
    const single = await put(again, 1, whole, '/examplebucket/whole');
    expect(split.headers.get('x-oss-hash-crc64ecma')).toBe(single.headers.get('x-oss-hash-crc64ecma'));
  });

  it.each([
    [`${MINIMUM + 9}`, 200],
    [`${MINIMUM}`, 400],
    [`${MINIMUM + 10}`, 400],
    ['many', 400],
  ])('is as long as a client that enciphers has announced: of %s bytes is %i', async (size, status) => {
    const uploadId = await initiate(PATH, { 'x-oss-meta-client-side-encryption-data-size': size });
    for (const [index, part] of [bytes(MINIMUM), bytes(9)].entries()) await put(uploadId, index + 1, part);
    const answer = await complete(uploadId, '', ALL);
    expect(answer.status).toBe(status);
    expect(bytesOf('dir/big.bin')?.length).toBe(status === 200 ? MINIMUM + 9 : undefined);
    if (status === 200) return;
    expect(await refusal(answer)).toEqual([400, 'InvalidArgument', '0005-00000420']);
    // A part may still come.
    expect((await send(`${PATH}?uploadId=${uploadId}`)).status).toBe(200);
  });

  it('takes all parts when asked to', async () => {
    const [uploadId] = await upload([bytes(MINIMUM), bytes(1)]);
    const response = await complete(uploadId, '', { 'x-oss-complete-all': 'yes' });
    expect(response.status).toBe(200);
    expect(bytesOf('dir/big.bin')?.length).toBe(MINIMUM + 1);
  });

  it('takes all parts or a list of them, not both', async () => {
    const [uploadId, list] = await upload([bytes(MINIMUM)]);
    const both = complete(uploadId, listOf(list), { 'x-oss-complete-all': 'yes' });
    expect(await refusal(both)).toEqual([400, 'InvalidArgument', '0042-00000216']);
  });

  it('keeps the last of several parts with one number, and leaves out those not named', async () => {
    const [uploadId] = await upload([bytes(MINIMUM), bytes(MINIMUM), bytes(MINIMUM)]);
    const [first, third] = [bytes(MINIMUM), bytes(10)];
    await put(uploadId, 1, first);
    await put(uploadId, 3, third);
    const done = await complete(
      uploadId,
      listOf([
        [1, etagOf(first)],
        [3, etagOf(third)],
      ]),
    );
    expect(done.status).toBe(200);
    expect(bytesOf('dir/big.bin')).toEqual(new Uint8Array(Buffer.concat([first, third])));
  });

  it('may have one part of nothing', async () => {
    const [uploadId, list] = await upload([new Uint8Array()]);
    expect((await complete(uploadId, listOf(list))).status).toBe(200);
    expect(bytesOf('dir/big.bin')?.length).toBe(0);
  });

  it.each<[string, (list: [number, string][]) => string, string]>([
    ['a part that is not there', (list) => listOf([...list, [7, list[0]?.[1] ?? '']]), 'InvalidPart'],
    ['another ETag', ([first]) => listOf([[1, (first?.[1] ?? '').replaceAll(/[0-9]/g, 'F')]]), 'InvalidPart'],
    ['a falling order', (list) => listOf(list.toReversed()), 'InvalidPartOrder'],
    ['a part twice', ([first]) => listOf([first ?? [1, ''], first ?? [1, '']]), 'InvalidPartOrder'],
    ['a small part before the last', (list) => listOf(list), 'EntityTooSmall'],
    ['part zero', () => listOf([[0, 'A']]), 'InvalidArgument'],
    [
      'a part without an ETag',
      () => '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>',
      'MalformedXML',
    ],
    ['an XML bomb', () => '<!DOCTYPE a [<!ENTITY b "bb">]><CompleteMultipartUpload/>', 'MalformedXML'],
    ['no body', () => '', 'MalformedXML'],
  ])('is not completed with %s, and stays open', async (_what, body, code) => {
    const [uploadId, list] = await upload([bytes(MINIMUM), bytes(MINIMUM - 1), bytes(MINIMUM)]);
    expect((await refusal(complete(uploadId, body(list))))[1]).toBe(code);
    expect(store('objects').stored.size).toBe(0);
    expect(world.changed).toEqual([]);
    expect((await send(`${PATH}?uploadId=${uploadId}`)).status).toBe(200);
  });

  it('does not overwrite when that is forbidden', async () => {
    const headers = { 'x-oss-forbid-overwrite': 'true' };
    const [uploadId, list] = await upload([bytes(5)]);
    await world.put('examplebucket', 'dir/big.bin', 'before');
    expect(await refusal(complete(uploadId, listOf(list), headers))).toEqual([409, 'FileAlreadyExists']);
    const init = send(`${PATH}?uploads`, { method: 'POST', headers });
    expect(await refusal(init)).toEqual([409, 'FileAlreadyExists']);
    expect(bytesOf('dir/big.bin')).toEqual(new TextEncoder().encode('before'));
  });

  it('is gone with its parts when it is aborted', async () => {
    const [uploadId, list] = await upload([bytes(MINIMUM), bytes(5)]);
    expect((await send(`${PATH}?uploadId=${uploadId}`, { method: 'DELETE' })).status).toBe(204);
    expect(store('staging').stored.size).toBe(0);
    await world.put('examplebucket', 'other', 'hello');
    const copied = { method: 'PUT', headers: { 'x-oss-copy-source': '/examplebucket/other' } };
    const after: [() => Promise<Response>, string?][] = [
      [() => put(uploadId, 1, bytes(5)), '0042-00000104'],
      [() => send(`${PATH}?partNumber=1&uploadId=${uploadId}`, copied), '0042-00000311'],
      [() => complete(uploadId, listOf(list))],
      [() => send(`${PATH}?uploadId=${uploadId}`), '0042-00000002'],
      [() => send(`${PATH}?uploadId=${uploadId}`, { method: 'DELETE' }), '0042-00000002'],
    ];
    for (const [request, ...ec] of after)
      expect(await refusal(request())).toEqual([404, 'NoSuchUpload', ...ec]);
    expect(store('staging').stored.size).toBe(0);
  });

  it('aborted while a part is on its way leaves nothing', async () => {
    const uploadId = await initiate();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(bytes(5));
        await send(`${PATH}?uploadId=${uploadId}`, { method: 'DELETE' });
        controller.close();
      },
    });
    const request = signed(`${PATH}?partNumber=1&uploadId=${uploadId}`, { method: 'PUT' });
    const sent = new Request(request, { body, duplex: 'half' } as RequestInit);
    expect((await refusal(world.face(sent))).slice(0, 2)).toEqual([404, 'NoSuchUpload']);
    expect(store('staging').stored.size).toBe(0);
  });

  it('has no part whose body breaks off', async () => {
    const uploadId = await initiate();
    const before = store('staging').stored.size;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('gone')),
    });
    const request = signed(`${PATH}?partNumber=1&uploadId=${uploadId}`, { method: 'PUT' });
    const response = await world.face(new Request(request, { body, duplex: 'half' } as RequestInit));
    expect((await refusal(response)).slice(0, 2)).toEqual([400, 'IncompleteBody']);
    expect(store('staging').stored.size).toBe(before);
  });

  it.each([
    ['another digest', { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' }, 'InvalidDigest'],
    ['a digest that is none', { 'content-md5': 'hello' }, 'InvalidDigest'],
    ['fewer bytes than announced', { 'content-length': '6' }, 'IncompleteBody'],
    ['more bytes than announced', { 'content-length': '4' }, 'EntityTooLarge'],
    ['more bytes than OSS takes', { 'content-length': '5368709121' }, 'EntityTooLarge'],
  ])('has no part with %s', async (_what, headers, code) => {
    const uploadId = await initiate();
    const path = `${PATH}?partNumber=1&uploadId=${uploadId}`;
    const part = send(path, { method: 'PUT', body: 'hello', headers });
    expect((await refusal(part)).slice(0, 2)).toEqual([400, code]);
    expect([...store('staging').stored.keys()]).toEqual([`uploads/${uploadId}`]);
    expect(world.logged).toEqual([]);
  });

  it.each(['?uploads', '?sequential&uploads'])(
    '%s tells the MD5 of the whole where it comes in order',
    async (query) => {
      const response = await send(PATH + query, { method: 'POST' });
      const { UploadId } = (await xml(response))['InitiateMultipartUploadResult'] as { UploadId: string };
      const part = bytes(5);
      await put(UploadId, 1, part);
      expect((await complete(UploadId, listOf([[1, etagOf(part)]]))).status).toBe(200);
      const md5 = createHash('md5').update(part).digest('base64');
      const told = (await send(PATH, { method: 'HEAD' })).headers.get('content-md5');
      expect(told).toBe(query.includes('sequential') ? md5 : null);
    },
  );

  it('takes a part with its digest', async () => {
    const uploadId = await initiate();
    for (const headers of [{}, { 'content-length': '5' }]) {
      const md5 = { ...headers, 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' };
      const path = `${PATH}?partNumber=1&uploadId=${uploadId}`;
      expect((await send(path, { method: 'PUT', body: 'hello', headers: md5 })).status).toBe(200);
    }
  });

  it('ends after a week, and its parts are swept', async () => {
    const [uploadId, list] = await upload([bytes(5)]);
    world.clock.time += WEEK;
    expect((await send(`${PATH}?uploadId=${uploadId}`)).status).toBe(200);
    world.clock.time += 1;
    expect((await refusal(complete(uploadId, listOf(list)))).slice(0, 2)).toEqual([404, 'NoSuchUpload']);
    const [next] = await upload([bytes(6)]);
    // A completion that began in time may still be under way.
    world.clock.time += 3_600_000 - 1;
    expect(await sweep()).toBe(0);
    world.clock.time += 1;
    expect(await sweep()).toBe(1);
    expect([...store('staging').stored.keys()].filter((key) => !key.includes(next))).toEqual([]);
    expect((await complete(next, '', ALL)).status).toBe(200);
  });

  it('is known to be complete when it is asked for again, until something else is written there', async () => {
    const [uploadId, list] = await upload([bytes(MINIMUM), bytes(5)]);
    const first = await complete(uploadId, listOf(list));
    const again = await complete(uploadId, listOf(list));
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await again.text()).toBe(await first.text());
    await send(PATH, { method: 'PUT', body: 'new' });
    expect((await refusal(complete(uploadId, listOf(list)))).slice(0, 2)).toEqual([404, 'NoSuchUpload']);
    expect(bytesOf('dir/big.bin')).toEqual(new TextEncoder().encode('new'));
  });

  it('is complete though its parts cannot be removed, and a sweep removes them', async () => {
    const [uploadId, list] = await upload([bytes(MINIMUM), bytes(5)]);
    const staging = store('staging');
    const remove = staging.delete.bind(staging);
    staging.delete = () => Promise.reject(new Error('the store failed'));
    expect((await complete(uploadId, listOf(list))).status).toBe(200);
    expect((await complete(uploadId, listOf(list))).status).toBe(200);
    expect(world.logged).toHaveLength(2);
    staging.delete = remove;
    expect(await sweep()).toBe(1);
    expect([...staging.stored.keys()]).toEqual([]);
  });

  it('that lost its beginning is swept, one under way is not', async () => {
    const [lost] = await upload([bytes(5)]);
    const [open, list] = await upload([bytes(5)]);
    await store('staging').delete([`uploads/${lost}`]);
    expect(await sweep()).toBe(1);
    expect([...store('staging').stored.keys()].some((key) => key.includes(lost))).toBe(false);
    expect((await complete(open, listOf(list))).status).toBe(200);
  });

  it('is swept with five hundred others at once, and those that are left the next time', async () => {
    const ids = Array.from({ length: 501 }, (_, id) => id.toString(16).toUpperCase().padStart(32, '0'));
    for (const id of ids)
      await store('staging').put(`uploads/${id}`, new Uint8Array(), {
        attributes: { headers: {}, meta: {}, kind: 'Normal' },
      });
    expect([await sweep(), store('staging').stored.size]).toEqual([500, 1]);
    expect([await sweep(), store('staging').stored.size]).toEqual([1, 0]);
  });

  it('has ten thousand parts and no more', () => {
    const parts = (count: number) =>
      listOf(Array.from({ length: count }, (_, at) => [Math.min(at + 1, 10_000), 'A']));
    expect(readPartList(parts(10_000))).toHaveLength(10_000);
    expect(() => readPartList(parts(10_001))).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });

  it.each([
    'a%2Fb',
    '100%.jpg',
    '%',
    'a+b &?#=;',
    '图/😀',
    'it\'s "(1)"',
    'line\nfeed\t\u0001\u007f',
    'x'.repeat(1000),
  ])('may be for the key %j', async (key) => {
    const path = `/examplebucket/${encodeURIComponent(key)}`;
    const body = bytes(5);
    const uploadId = await initiate(path);
    expect((await put(uploadId, 1, body, path)).status).toBe(200);
    const asked = send('/examplebucket/?uploads&encoding-type=url', { resource: '/examplebucket/?uploads' });
    const listed = (await xml(await asked))['ListMultipartUploadsResult'];
    const { Upload } = listed as { Upload: { Key: string; UploadId: string } };
    expect([decodeURIComponent(Upload.Key), Upload.UploadId]).toEqual([key, uploadId]);
    expect((await complete(uploadId, '', ALL, path)).status).toBe(200);
    expect(bytesOf(key)).toEqual(body);
    expect([...store('staging').stored.keys()]).toEqual([]);
  });

  it('belongs to its key', async () => {
    const [uploadId, list] = await upload([bytes(5)]);
    const other = '/examplebucket/other';
    for (const request of [
      put(uploadId, 1, bytes(5), other),
      complete(uploadId, listOf(list), {}, other),
      send(`${other}?uploadId=${uploadId}`, { method: 'DELETE' }),
      send(`${other}?uploadId=${uploadId}`),
      send(`/other/dir/big.bin?uploadId=${uploadId}`),
      send(`${PATH}?uploadId=..%2F..%2Fx`, { resource: `${PATH}?uploadId=../../x` }),
    ]) {
      expect((await refusal(request)).slice(0, 2)).toEqual([404, 'NoSuchUpload']);
    }
  });

  it.each(['0', '10001', '-1', 'x', ''])('has no part number %j', async (number) => {
    const uploadId = await initiate();
    const path = `${PATH}?partNumber=${number}&uploadId=${uploadId}`;
    const resource = number === '' ? `${PATH}?partNumber&uploadId=${uploadId}` : path;
    expect((await refusal(send(path, { method: 'PUT', body: 'x', resource })))[1]).toBe('InvalidArgument');
  });

  it('is for those who may write', async () => {
    const uploadId = await initiate();
    world = createWorld({ keys: [{ ...KEY, permissions: ['read'] }] });
    for (const request of [
      signed(`${PATH}?uploads`, { method: 'POST' }),
      signed(`${PATH}?partNumber=1&uploadId=${uploadId}`, { method: 'PUT', body: 'x' }),
      signed(`${PATH}?uploadId=${uploadId}`, { method: 'POST', body: listOf([[1, 'A']]) }),
      signed(`${PATH}?uploadId=${uploadId}`, { method: 'DELETE' }),
      anonymous(`${PATH}?uploads`, { method: 'POST' }),
      anonymous(`${PATH}?partNumber=1&uploadId=${uploadId}`, { method: 'PUT', body: 'x' }),
      anonymous('/examplebucket?uploads'),
    ]) {
      expect((await refusal(world.face(request))).slice(0, 2)).toEqual([403, 'AccessDenied']);
    }
    expect(store('staging').stored.size).toBe(0);
  });
});

describe('a part copy', () => {
  const copy = (uploadId: string, headers: Record<string, string>) =>
    send(`${PATH}?partNumber=1&uploadId=${uploadId}`, { method: 'PUT', headers });

  it('takes a whole object or a range of one', async () => {
    const source = bytes(MINIMUM);
    await world.put('other', 'a b/ü.bin', source);
    const uploadId = await initiate();
    const from = { 'x-oss-copy-source': `/other/${encodeURIComponent('a b/ü.bin')}` };
    const whole = await copy(uploadId, from);
    expect(((await xml(whole))['CopyPartResult'] as { ETag: string }).ETag).toBe(etagOf(source));
    for (const range of [`bytes=10-${MINIMUM}`, `bytes=${MINIMUM}-`, 'bytes=5-1', 'rows=1-2']) {
      const all = await copy(uploadId, { ...from, 'x-oss-copy-source-range': range });
      expect([range, ((await xml(all))['CopyPartResult'] as { ETag: string }).ETag]).toEqual([
        range,
        etagOf(source),
      ]);
    }
    const part = await copy(uploadId, { ...from, 'x-oss-copy-source-range': 'bytes=10-19' });
    expect(part.status).toBe(200);
    expect((await complete(uploadId, listOf([[1, etagOf(source.subarray(10, 20))]]))).status).toBe(200);
    expect(bytesOf('dir/big.bin')).toEqual(source.slice(10, 20));
  });

  it('needs a source that is there, unchanged, and may be read', async () => {
    await world.put('other', 'a', 'hello');
    const uploadId = await initiate();
    const code = async (headers: Record<string, string>) => (await refusal(copy(uploadId, headers)))[1];
    expect(await code({ 'x-oss-copy-source': '/other/b' })).toBe('NoSuchKey');
    expect(await code({ 'x-oss-copy-source': '/nowhere/b' })).toBe('NoSuchBucket');
    expect(await code({ 'x-oss-copy-source': '/other/a', 'x-oss-copy-source-if-match': '"F"' })).toBe(
      'PreconditionFailed',
    );
  });
});

describe('listParts', () => {
  it('tells what a client needs that enciphers what it uploads', async () => {
    const headers = {
      'x-oss-meta-client-side-encryption-key': 'k',
      'x-oss-meta-client-side-encryption-part-size': '102400',
    };
    const begun = await xml(await send(`${PATH}?uploads`, { method: 'POST', headers }));
    const { UploadId } = begun['InitiateMultipartUploadResult'] as { UploadId: string };
    const listed = await (await send(`${PATH}?uploadId=${UploadId}`)).text();
    expect(listed).toContain('<ClientEncryptionKey>k</ClientEncryptionKey>');
    expect(listed).toContain('<ClientEncryptionPartSize>102400</ClientEncryptionPartSize>');
    expect(listed).not.toContain('ClientEncryptionStart');
    expect(listed).toContain('<NextPartNumberMarker></NextPartNumberMarker>');
  });

  it('pages through the parts', async () => {
    const parts = [bytes(5), bytes(6), bytes(7)] as const;
    const [uploadId] = await upload(parts);
    const path = `${PATH}?uploadId=${uploadId}`;
    const list = async (query: string) =>
      (await xml(await send(`${path}${query}`, { resource: path })))['ListPartsResult'] as Record<
        string,
        unknown
      >;
    const first = await list('&max-parts=2');
    expect(first).toMatchObject({
      Bucket: 'examplebucket',
      Key: 'dir/big.bin',
      UploadId: uploadId,
      PartNumberMarker: '0',
      NextPartNumberMarker: '2',
      MaxParts: '2',
      IsTruncated: 'true',
    });
    expect(first['Part']).toMatchObject([
      { PartNumber: '1', ETag: etagOf(parts[0]), Size: '5', LastModified: '2025-03-01T12:00:00.000Z' },
      { PartNumber: '2', ETag: etagOf(parts[1]), Size: '6' },
    ]);
    expect(await list('&part-number-marker=2&encoding-type=url')).toMatchObject({
      EncodingType: 'url',
      Key: 'dir%2Fbig.bin',
      IsTruncated: 'false',
      Part: { PartNumber: '3', Size: '7' },
    });
  });
});

describe('listUploads', () => {
  const list = async (query = '') => {
    const response = await send(`/examplebucket/?uploads${query}`, { resource: '/examplebucket/?uploads' });
    return (await xml(response))['ListMultipartUploadsResult'] as Record<string, unknown>;
  };

  it('orders by key and then by time, folds and pages', async () => {
    const later = await initiate('/examplebucket/b');
    const other = await initiate('/examplebucket/a/1');
    world.clock.time += 1000;
    const latest = await initiate('/examplebucket/b');
    const last = await initiate('/examplebucket/a/2');
    // A prefix stands for its last upload, and a list goes on behind all of them.
    const folded = await list('&delimiter=/&max-uploads=1');
    expect(folded).toMatchObject({ NextKeyMarker: 'a/', NextUploadIdMarker: last, IsTruncated: 'true' });
    expect(await list(`&delimiter=/&max-uploads=1&key-marker=a/&upload-id-marker=${last}`)).toMatchObject({
      Upload: { UploadId: later },
    });
    expect(await list('&delimiter=/')).toMatchObject({
      IsTruncated: 'false',
      Upload: [
        { Key: 'b', UploadId: later, Initiated: '2025-03-01T12:00:00.000Z' },
        { Key: 'b', UploadId: latest, Initiated: '2025-03-01T12:00:01.000Z' },
      ],
      CommonPrefixes: { Prefix: 'a/' },
    });
    expect(await list('&prefix=a/&max-uploads=1&encoding-type=url')).toMatchObject({
      EncodingType: 'url',
      Prefix: 'a%2F',
      IsTruncated: 'true',
      NextKeyMarker: 'a%2F1',
      NextUploadIdMarker: other,
      Upload: { Key: 'a%2F1', UploadId: other },
    });
    expect(await list(`&key-marker=b&upload-id-marker=${later}`)).toMatchObject({
      KeyMarker: '',
      UploadIdMarker: '',
      Upload: { UploadId: latest },
    });
    expect((await list('&key-marker=b'))['Upload']).toBeUndefined();
  });
});
