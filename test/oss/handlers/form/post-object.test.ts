import { beforeEach, describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { formRequest, formPolicy } from '../../support/form.ts';
import { createWorld, KEY, type MemoryStore, type World } from '../../support/memory.ts';

const HELLO = '5D41402ABC4B2A76B9719D911017C592';

let world: World;
beforeEach(() => {
  world = createWorld({ buckets: [{}, { name: 'open', acl: 'public-read-write' }] });
});

interface Sent {
  readonly bucket?: string;
  readonly file?: string | undefined;
  readonly fileName?: string;
  readonly fileType?: string;
}

/** A form as a browser sends it; the file is last. */
async function send(fields: Record<string, string>, sent: Sent = {}): Promise<Response> {
  const { bucket = 'examplebucket', fileName = 'photo.jpg', fileType = 'image/jpeg' } = sent;
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const file = 'file' in sent ? sent.file : 'hello';
  if (file !== undefined) body.set('file', new Blob([file], { type: fileType }), fileName);
  return world.face(await formRequest(body, bucket));
}

const storeOf = (bucket: string) => world.buckets.get(bucket)?.objects as MemoryStore;
const stored = (bucket = 'examplebucket') => storeOf(bucket).stored;
const own = formPolicy([{ bucket: 'examplebucket' }, ['starts-with', '$key', 'user/']]);

describe('a form', () => {
  it('stores its file with what its fields say', async () => {
    const fields = {
      ...own,
      key: 'user/eric/${filename}',
      'Cache-Control': 'no-cache',
      'x-oss-meta-Author': 'bob',
      'x-oss-object-acl': 'public-read',
    };
    const response = await send(fields);
    expect(response.status).toBe(204);
    expect(response.headers.get('etag')).toBe(`"${HELLO}"`);
    expect(response.headers.get('x-oss-hash-crc64ecma')).toBe('11177612005948864433');
    const { head, bytes } = stored().get('user/eric/photo.jpg') ?? {};
    expect(new TextDecoder().decode(bytes)).toBe('hello');
    expect(head?.attributes).toMatchObject({
      headers: { contentType: 'image/jpeg', cacheControl: 'no-cache' },
      meta: { author: 'bob' },
      acl: 'public-read',
    });
    expect(world.changed).toEqual(['examplebucket/user/eric/photo.jpg']);
    expect(world.logged).toEqual([]);
  });

  it.each([
    [{}, 'image/jpeg'],
    [{ 'Content-Type': 'text/plain' }, 'text/plain'],
    [{ 'x-oss-content-type': 'text/html', 'Content-Type': 'text/plain' }, 'text/html'],
  ])('has the type of %j', async (fields, type) => {
    await send({ ...own, key: 'user/a', ...fields });
    expect(stored().get('user/a')?.head.attributes.headers.contentType).toBe(type);
  });

  it('answers with the status it asks for', async () => {
    const fields = { ...own, key: 'user/ü b' };
    expect((await send({ ...fields, success_action_status: '200' })).status).toBe(200);
    expect((await send({ ...fields, success_action_status: '500' })).status).toBe(204);
    const created = await send({ ...fields, success_action_status: '201' });
    expect(created.status).toBe(201);
    const location = 'http://127.0.0.1:8787/examplebucket/user/%C3%BC%20b';
    expect(created.headers.get('location')).toBe(location);
    expect((await xml(created))['PostResponse']).toEqual({
      Bucket: 'examplebucket',
      Location: location,
      Key: 'user/ü b',
      ETag: `"${HELLO}"`,
    });
  });

  it.each([
    [
      'https://example.com/done?a=1',
      303,
      `https://example.com/done?a=1&bucket=examplebucket&key=user%2Fa&etag=%22${HELLO}%22`,
    ],
    [
      'https://example.com/\r\nSet-Cookie: a=b',
      303,
      `https://example.com/Set-Cookie:%20a=b?bucket=examplebucket&key=user%2Fa&etag=%22${HELLO}%22`,
    ],
    [
      'https://example.com/%0d%0aSet-Cookie:a',
      303,
      `https://example.com/%0d%0aSet-Cookie:a?bucket=examplebucket&key=user%2Fa&etag=%22${HELLO}%22`,
    ],
    ['javascript:alert(1)', 204, null],
    ['/relative', 204, null],
    ['', 204, null],
  ])('goes on to %j', async (target, status, location) => {
    const response = await send({ ...own, key: 'user/a', success_action_redirect: target });
    expect([response.status, response.headers.get('location')]).toEqual([status, location]);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('needs no policy where everybody may write', async () => {
    expect((await send({ key: 'a' }, { bucket: 'open' })).status).toBe(204);
    expect((await refusal(send({ key: 'a' }))).slice(0, 2)).toEqual([403, 'AccessDenied']);
    const closed = send({ key: '.fonts/a' }, { bucket: 'open' });
    expect((await refusal(closed)).slice(0, 2)).toEqual([403, 'AccessDenied']);
    await world.put('open', 'mine', 'x', { acl: 'private' });
    expect((await refusal(send({ key: 'mine' }, { bucket: 'open' }))).slice(0, 2)).toEqual([
      403,
      'AccessDenied',
    ]);
  });

  it.each<[string, Record<string, string>, Sent, number, string]>([
    ['a key outside the policy', { ...own, key: 'admin/a' }, {}, 403, 'AccessDenied'],
    [
      'a key outside the policy by its file name',
      { ...formPolicy([['eq', '$key', 'user/a']]), key: 'user/${filename}' },
      {},
      403,
      'AccessDenied',
    ],
    ['another bucket', { ...own, key: 'user/a' }, { bucket: 'open' }, 403, 'AccessDenied'],
    ['a policy and no signature', { policy: own['policy'] ?? '', key: 'user/a' }, {}, 400, 'MissingArgument'],
    ['a wrong signature', { ...own, Signature: 'x', key: 'user/a' }, {}, 403, 'SignatureDoesNotMatch'],
    ['an unknown key id', { ...own, OSSAccessKeyId: 'x', key: 'user/a' }, {}, 403, 'InvalidAccessKeyId'],
    [
      'a file too large',
      { ...formPolicy([['content-length-range', 1, 4]]), key: 'a' },
      {},
      400,
      'EntityTooLarge',
    ],
    [
      'a file too small',
      { ...formPolicy([['content-length-range', 6, 9]]), key: 'a' },
      {},
      400,
      'EntityTooSmall',
    ],
    ['no key', own, {}, 400, 'MissingArgument'],
    ['a key with dots', { ...own, key: 'user/../a' }, {}, 400, 'InvalidObjectName'],
    [
      'a key from a file name with dots',
      { ...own, key: 'user/${filename}' },
      { fileName: '..' },
      400,
      'InvalidObjectName',
    ],
    ['a key too long', { ...own, key: `user/${'a'.repeat(1020)}` }, {}, 400, 'InvalidObjectName'],
    ['no file', { ...own, key: 'user/a' }, { file: undefined }, 400, 'IncorrectNumberOfFilesInPOSTRequest'],
    ['an unknown ACL', { ...own, key: 'user/a', 'x-oss-object-acl': 'all' }, {}, 400, 'InvalidArgument'],
    [
      'a line break in metadata',
      { ...own, key: 'user/a', 'x-oss-meta-a': 'b\nc' },
      {},
      400,
      'InvalidArgument',
    ],
    ['a callback', { ...own, key: 'user/a', callback: 'e30=' }, {}, 501, 'NotImplemented'],
  ])('with %s is refused and stores nothing', async (_what, fields, sent, status, code) => {
    expect((await refusal(send(fields, sent))).slice(0, 2)).toEqual([status, code]);
    expect([stored().size, stored('open').size, world.changed]).toEqual([0, 0, []]);
    expect(world.logged).toEqual([]);
  });

  it('may be of exactly the sizes the policy names', async () => {
    expect((await send({ ...formPolicy([['content-length-range', 5, 5]]), key: 'a' })).status).toBe(204);
  });

  it('ends with its policy', async () => {
    world.clock.time += 3_600_001;
    const response = await send({ ...own, key: 'user/a' });
    expect(await response.clone().text()).toContain('Invalid according to Policy: Policy expired.');
    expect((await refusal(response)).slice(0, 2)).toEqual([403, 'AccessDenied']);
  });

  it('is written only with the right to write in that bucket', async () => {
    for (const key of [{ permissions: ['read' as const] }, { buckets: ['other'] }]) {
      world = createWorld({ keys: [{ ...KEY, ...key }] });
      expect((await refusal(send({ ...own, key: 'user/a' }))).slice(0, 2)).toEqual([403, 'AccessDenied']);
      expect(stored().size).toBe(0);
    }
  });

  it('does not overwrite when that is forbidden', async () => {
    await world.put('examplebucket', 'user/a', 'before');
    const fields = { ...own, key: 'user/a', 'x-oss-forbid-overwrite': 'true' };
    expect(await refusal(send(fields))).toEqual([409, 'FileAlreadyExists']);
    expect(new TextDecoder().decode(stored().get('user/a')?.bytes)).toBe('before');
  });

  it('that breaks off stores nothing', async () => {
    const whole = new FormData();
    for (const [name, value] of Object.entries({ ...own, key: 'user/a' })) whole.set(name, value);
    whole.set('file', new Blob(['hello']), 'a');
    // Inside the last delimiter.
    const cut = await formRequest(whole, 'examplebucket', -10);
    expect((await refusal(world.face(cut))).slice(0, 2)).toEqual([400, 'MalformedPOSTRequest']);
    expect(stored().size).toBe(0);
  });

  it.each([
    ['that is refused is read no further than its file', { key: '/bad' }, 400, 'InvalidObjectName'],
    ['without the right to write either', { key: 'a', policy: '' }, 403, 'AccessDenied'],
  ])('%s', async (_, fields, status, code) => {
    const whole = new FormData();
    for (const [name, value] of Object.entries({ ...own, ...fields }))
      if (value !== '') whole.set(name, value);
    whole.set('file', new Blob(['hello']), 'a');
    const sent = await formRequest(whole);
    const headers = { 'content-type': sent.headers.get('content-type') ?? '' };
    const bytes = new Uint8Array(await sent.arrayBuffer());
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes.subarray(0, -4)),
      cancel: () => void (cancelled = true),
    });
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;
    const answer = world.face(new Request('http://127.0.0.1:8787/examplebucket/', init));
    expect((await refusal(answer)).slice(0, 2)).toEqual([status, code]);
    expect(cancelled).toBe(true);
    expect(stored().size).toBe(0);
  });

  it.each(['application/json', 'multipart/form-data', 'text/plain'])(
    'is not a body of type %s',
    async (type) => {
      const headers = { 'content-type': type };
      const request = new Request('http://127.0.0.1:8787/examplebucket/', {
        method: 'POST',
        body: '{}',
        headers,
      });
      expect(await refusal(world.face(request))).toEqual([400, 'MalformedPOSTRequest']);
    },
  );
});
