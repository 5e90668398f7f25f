import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

let world: World;
beforeEach(() => {
  world = createWorld({
    buckets: [{ acl: 'public-read' }, { name: 'openbucket', acl: 'public-read-write' }],
  });
});

const put = (path: string, body: string, headers: Record<string, string> = {}) =>
  world.face(
    signed(path, { method: 'PUT', body, headers: { 'content-length': `${body.length}`, ...headers } }),
  );
const head = (key: string, bucket = 'examplebucket') => world.buckets.get(bucket)?.objects.head(key);

describe('PutObject', () => {
  it('answers the sums of what it stored, and stores its CRC', async () => {
    const response = await put('/examplebucket/a', 'hello');
    expect(response.status).toBe(200);
    const md5 = createHash('md5').update('hello').digest();
    expect(response.headers.get('etag')).toBe(`"${md5.toString('hex').toUpperCase()}"`);
    expect(response.headers.get('content-md5')).toBe(md5.toString('base64'));
    expect(response.headers.get('x-oss-hash-crc64ecma')).toBe('11177612005948864433');
    expect((await head('a'))?.attributes.crc64).toBe('11177612005948864433');
  });

  it('replaces nothing where that is forbidden', async () => {
    await put('/examplebucket/a', 'first');
    const again = put('/examplebucket/a', 'second', { 'x-oss-forbid-overwrite': 'true' });
    expect(await refusal(again)).toEqual([409, 'FileAlreadyExists']);
    expect((await head('a'))?.size).toBe(5);
  });

  it.each([
    ['a wrong digest', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'InvalidDigest'],
    ['no digest at all', { 'content-md5': 'hello' }, 'InvalidDigest'],
    ['a body shorter than announced', { 'content-length': '9' }, 'IncompleteBody'],
    ['more than 5 GB', { 'content-length': '5368709121' }, 'EntityTooLarge'],
    ['an unknown ACL', { 'x-oss-object-acl': 'mine' }, 'InvalidArgument'],
    ['too much metadata', { 'x-oss-meta-a': 'x'.repeat(8192) }, 'InvalidArgument'],
    ['a condition of reads', { 'if-modified-since': 'Sat, 01 Mar 2025 12:00:00 GMT' }, 'NotImplemented'],
  ])('refuses %s and writes nothing', async (_, headers, code) => {
    expect((await refusal(put('/examplebucket/a', 'hello', headers)))[1]).toBe(code);
    expect(await head('a')).toBeUndefined();
  });

  it('takes eight kilobytes of metadata, their names counted', async () => {
    const headers = { 'x-oss-meta-a': 'x'.repeat(8190), 'x-oss-meta-b': '' };
    expect((await put('/examplebucket/a', 'hello', headers)).status).toBe(200);
  });

  it.each([
    ['an encryption that is not offered', { 'x-oss-server-side-encryption': 'KMS' }],
    ['no digest at all', { 'content-md5': 'none' }],
  ])('takes no hold of a body that it refuses for %s', async (_, headers) => {
    const request = signed('/examplebucket/a', { method: 'PUT', body: 'hello', headers });
    expect((await world.face(request)).ok).toBe(false);
    expect(request.body?.locked).toBe(false);
  });

  it.each([
    ['chunked', {}, 400, (go: () => void) => go()],
    ['chunked, which is told late', {}, 400, (go: () => void) => void setTimeout(go, 0)],
    ['as long as announced', { 'content-length': '5' }, 200, (go: () => void) => go()],
  ])(
    'takes a body %s, whose sender has gone at its end, for what it is',
    async (_, headers, status, tell) => {
      const gone = new AbortController();
      const request = signed('/examplebucket/a', { method: 'PUT', body: 'hello', headers });
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('hello')),
        pull(controller) {
          tell(() => gone.abort());
          controller.close();
        },
      });
      const init = { method: 'PUT', headers: request.headers, body, signal: gone.signal, duplex: 'half' };
      expect((await world.face(new Request(request.url, init))).status).toBe(status);
      expect((await head('a')) !== undefined).toBe(status === 200);
    },
  );

  it('lets strangers write only where the ACL says so', async () => {
    const upload = (path: string) => world.face(anonymous(path, { method: 'PUT', body: 'x' }));
    expect((await refusal(upload('/examplebucket/a')))[0]).toBe(403);
    expect((await upload('/openbucket/a')).status).toBe(200);
    expect((await head('a', 'openbucket'))?.size).toBe(1);
  });
});
