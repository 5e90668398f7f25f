/** What is read of an origin's answers. */
import { describe as group, expect, it } from 'vitest';
import { describe, etagOf } from '../../../src/worker/storage/origin/described.ts';
import { createAsk } from '../../../src/worker/storage/origin/ask.ts';

const MD5 = '5d41402abc4b2a76b9719d911017c592';
const MD5_BASE64 = 'XUFAKrxLKna5cZ2REBfFkg==';
const DATE = 'Sat, 01 Mar 2025 12:00:00 GMT';
type Kind = Parameters<typeof describe>[1];

function told(kind: Kind, headers: Record<string, string>, status = 200) {
  const all = { 'content-length': '5', ...headers };
  return describe('k', kind, { headers: new Headers(all), status } as Response);
}

group('the length of an object', () => {
  it.each([
    [200, { 'content-length': '0' }, 0],
    [200, { 'content-length': '5', 'content-range': 'bytes 0-9/44' }, 5],
    [206, { 'content-length': '10', 'content-range': 'bytes 0-9/44' }, 44],
    [206, { 'content-length': '10', 'content-range': 'bytes 0-9/*' }, undefined],
    [206, { 'content-length': '10' }, undefined],
    [200, { 'content-length': 'five' }, undefined],
    [200, { 'content-length': '-5' }, undefined],
    [200, { 'content-length': '999999999999999' }, 999_999_999_999_999],
    [200, { 'content-length': '1000000000000000' }, undefined],
  ])('of an answer %i with %j is %s', (status, headers, size) => {
    if (size === undefined)
      expect(() => told('http', headers, status)).toThrow(expect.objectContaining({ code: 'MirrorFailed' }));
    else expect(told('http', headers, status).head.size).toBe(size);
  });
});

it.each([
  [`"${MD5.toUpperCase()}"`, MD5],
  [`"${MD5}-12"`, `${MD5}-12`],
  ['W/"AbC"', 'AbC'],
  ['AbC', 'AbC'],
  [`"${MD5.toUpperCase()}-x"`, `${MD5.toUpperCase()}-x`],
  ['""', undefined],
  [undefined, undefined],
])('the ETag %s is read as %s', (etag, read) => {
  expect(etagOf(new Headers(etag === undefined ? {} : { etag }))).toBe(read);
});

it.each<[string, Record<string, string>, string]>([
  ['its own', { etag: '"AbC"', 'last-modified': DATE }, 'AbC'],
  ['that of its date and length', { 'last-modified': DATE }, '1955193de00-5'],
  ['that of its length', {}, '0-5'],
  ['that of its length, with no date that is one', { 'last-modified': 'once' }, '0-5'],
])('an object has an ETag, %s', (_, headers, etag) => {
  expect(told('http', headers).head).toMatchObject({ etag, attributes: { etag } });
});

group('the MD5 of an object', () => {
  const KMS = { 'x-amz-server-side-encryption': 'aws:kms' };
  const OWN_KEY = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' };
  it.each<[Kind, Record<string, string>, string | undefined]>([
    ['oss', { 'content-md5': MD5_BASE64, etag: '"x"' }, MD5],
    ['http', { 'content-md5': MD5_BASE64 }, MD5],
    ['s3', { 'content-md5': MD5_BASE64, etag: `"${MD5}"`, ...KMS }, MD5],
    ['oss', { 'content-md5': 'AAAA', etag: `"${MD5}"` }, undefined],
    ['oss', { etag: `"${MD5}"` }, undefined],
    ['http', { etag: `"${MD5}"` }, undefined],
    ['s3', { etag: `"${MD5}"` }, MD5],
    ['s3', { etag: `"${MD5}"`, 'x-amz-server-side-encryption': 'AES256' }, MD5],
    ['s3', { etag: `"${MD5}"`, ...KMS }, undefined],
    ['s3', { etag: `"${MD5}"`, ...OWN_KEY }, undefined],
    ['s3', { etag: `"${MD5}-2"` }, undefined],
  ])('of %s with %j is %s', (kind, headers, md5) => {
    const { head, md5: known } = told(kind, headers);
    expect([known, head.md5]).toEqual([md5, md5]);
    // The store gives that ETag itself; any other is kept.
    expect(head.attributes.etag).toBe(head.etag === md5 ? undefined : head.etag);
  });
});

it.each<[Kind, Record<string, string>, object]>([
  ['oss', { 'x-oss-meta-a': 'b', 'x-amz-meta-c': 'd' }, { meta: { a: 'b' } }],
  ['s3', { 'x-oss-meta-a': 'b', 'x-amz-meta-c': 'd' }, { meta: { c: 'd' } }],
  ['http', { 'x-oss-meta-a': 'b', 'x-amz-meta-c': 'd' }, { meta: {} }],
  ['oss', { expires: DATE, 'content-type': 'a/b' }, { headers: { expires: DATE, contentType: 'a/b' } }],
  ['s3', { expires: DATE }, { headers: { expires: DATE } }],
  ['http', { expires: DATE, 'content-type': 'a/b' }, { headers: { expires: undefined, contentType: 'a/b' } }],
  ['oss', { 'x-oss-object-type': 'Multipart' }, { kind: 'Multipart' }],
  ['oss', { 'x-oss-object-type': 'Appendable' }, { kind: 'Normal' }],
  ['oss', { 'x-oss-hash-crc64ecma': '11177612005948864433' }, { crc64: '11177612005948864433' }],
  ['oss', { 'x-oss-hash-crc64ecma': '111776120059488644331' }, { crc64: undefined }],
  ['oss', { 'x-oss-hash-crc64ecma': '-1' }, { crc64: undefined }],
  ['oss', { 'x-oss-storage-class': 'IA' }, { storageClass: 'IA' }],
  ['oss', {}, { storageClass: undefined, kind: 'Normal' }],
])('an object of %s with %j is %j', (kind, headers, attributes) => {
  expect(told(kind, headers).head.attributes).toMatchObject(attributes);
});

it('a link is one where OSS says so', () => {
  const isLink = (type: string) => told('oss', { 'x-oss-object-type': type }).isLink;
  expect([isLink('Symlink'), isLink('Normal'), told('oss', {}).isLink]).toEqual([true, false, false]);
});

group('an answer of an origin', () => {
  const access = { url: 'http://a.example/', bucket: 'a', region: undefined, acl: 'bucket' } as const;
  it.each([
    [200, 'taken'],
    [206, 'taken'],
    [404, 'nothing'],
    [204, 'MirrorFailed'],
    [301, 'MirrorFailed'],
    [304, 'MirrorFailed'],
    [403, 'MirrorFailed'],
    [407, 'MirrorFailed'],
    [408, 'ServiceUnavailable'],
    [428, 'MirrorFailed'],
    [429, 'ServiceUnavailable'],
    [500, 'ServiceUnavailable'],
    [501, 'MirrorFailed'],
    [502, 'ServiceUnavailable'],
    [599, 'ServiceUnavailable'],
  ])('%i is %s, and its body is let go unless it is taken', async (status, meaning) => {
    let cancelled = 0;
    const body = new ReadableStream({ cancel: () => void cancelled++ });
    const answer = { status, body, headers: new Headers() } as unknown as Response;
    const ask = createAsk({ ...access, kind: 'http', key: undefined }, async () => answer);
    const found = await ask({ method: 'GET', key: 'k' }).catch((error: { code: string }) => error.code);
    expect(found).toBe(meaning === 'taken' ? answer : meaning === 'nothing' ? undefined : meaning);
    expect(cancelled).toBe(meaning === 'taken' ? 0 : 1);
  });
  it('that does not begin is given up', async () => {
    let signal: AbortSignal | null | undefined;
    const ask = createAsk({ ...access, kind: 'http', key: undefined }, async (_, init) => {
      signal = init.signal;
      throw new Error('Network connection lost.');
    });
    await expect(ask({ method: 'GET', key: 'k' })).rejects.toMatchObject({ status: 503 });
    expect(signal?.aborted).toBe(true);
  });
});
