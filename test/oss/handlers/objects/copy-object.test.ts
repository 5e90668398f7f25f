import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bucket } from '../../../../src/oss/ports.ts';
import { refusal } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

let world: World;
beforeEach(async () => {
  world = createWorld({
    buckets: [
      { acl: 'public-read' },
      { name: 'openbucket', acl: 'public-read-write' },
      { name: 'secretbucket' },
    ],
  });
  await world.put('examplebucket', 'a', 'hello', { meta: { author: 'bob' }, acl: 'private' });
  await world.put('secretbucket', 's', 'secret');
});

const copy = (to: string, from: string, headers: Record<string, string> = {}) =>
  world.face(signed(to, { method: 'PUT', headers: { 'x-oss-copy-source': from, ...headers } }));
const head = (key: string, bucket = 'examplebucket') => world.buckets.get(bucket)?.objects.head(key);

describe('CopyObject', () => {
  it('takes no protected original for a caller that has not signed', async () => {
    world = createWorld({ buckets: [{ name: 'openbucket', acl: 'public-read-write', protect: ['jpg'] }] });
    for (const key of ['a.jpg', 'a.txt']) await world.put('openbucket', key, 'bytes');
    const take = (key: string) =>
      world.face(
        anonymous('/openbucket/taken', {
          method: 'PUT',
          headers: { 'x-oss-copy-source': `/openbucket/${key}` },
        }),
      );
    expect(await refusal(take('a.jpg'))).toEqual([403, 'AccessDenied', '0040-00000031']);
    expect(await head('taken', 'openbucket')).toBeUndefined();
    expect((await take('a.txt')).status).toBe(200);
    expect((await copy('/openbucket/taken', '/openbucket/a.jpg')).status).toBe(200);
  });

  it.each<[string, (path: string) => Promise<Response>]>([
    ['a copy', (path) => copy(path, '/examplebucket/a', { 'x-oss-metadata-directive': 'REPLACE' })],
    [
      'a new ACL',
      (path) =>
        world.face(signed(`${path}?acl`, { method: 'PUT', headers: { 'x-oss-object-acl': 'private' } })),
    ],
  ])('of an object onto itself is tried seven times where others write it as well: %s', async (_, send) => {
    // Nobody waits at random here.
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const objects = world.buckets.get('examplebucket')?.objects as Bucket['objects'];
    const put = objects.put.bind(objects);
    for (const [disturbed, status] of [
      [6, 200],
      [7, 503],
    ] as const) {
      let tries = 0;
      objects.put = (...all) => (++tries <= disturbed ? Promise.resolve(undefined) : put(...all));
      expect([(await send('/examplebucket/a')).status, tries]).toEqual([status, 7]);
    }
    vi.restoreAllMocks();
  });

  it('takes the metadata along, and no ACL', async () => {
    expect((await copy('/examplebucket/b', '/examplebucket/a')).status).toBe(200);
    expect((await head('b'))?.attributes).toMatchObject({ meta: { author: 'bob' }, acl: undefined });
  });

  it('changes the metadata of an object copied onto itself, and leaves its ACL', async () => {
    const headers = { 'x-oss-metadata-directive': 'REPLACE', 'x-oss-meta-author': 'eve' };
    expect((await copy('/examplebucket/a', '/examplebucket/a', headers)).status).toBe(200);
    expect((await head('a'))?.attributes).toMatchObject({ meta: { author: 'eve' }, acl: 'private' });
  });

  it('keeps what the bytes need to be understood when the rest is replaced', async () => {
    const meta = { author: 'bob', 'client-side-encryption-key': 'k' };
    await world.put('examplebucket', 'c', 'cipher', {
      meta,
      headers: { contentType: 'text/plain', expires: 'soon' },
    });
    const replace = { 'x-oss-metadata-directive': 'replace', 'x-oss-meta-flag': 'f' };
    await copy('/examplebucket/d', '/examplebucket/c', replace);
    expect((await head('d'))?.attributes).toMatchObject({
      headers: { contentType: 'text/plain', expires: undefined },
      meta: { 'client-side-encryption-key': 'k', flag: 'f' },
    });
    expect((await head('d'))?.attributes.meta).not.toHaveProperty('author');
    await copy('/examplebucket/d', '/examplebucket/c', { ...replace, 'content-type': 'image/png' });
    expect((await head('d'))?.attributes.headers.contentType).toBe('image/png');
  });

  it.each([
    ['/examplebucket/nowhere', {}, [404, 'NoSuchKey', '0026-00000001']],
    ['/nobucket/a', {}, [404, 'NoSuchBucket', '0015-00000101']],
    ['a', {}, [400, 'InvalidArgument']],
    ['/examplebucket/a', { 'x-oss-metadata-directive': 'MERGE' }, [400, 'InvalidArgument']],
    ['/examplebucket/a', { 'x-oss-copy-source-if-match': '"00"' }, [412, 'PreconditionFailed']],
  ])('refuses to copy %s with %j', async (from, headers, expected) => {
    expect(await refusal(copy('/examplebucket/b', from, headers))).toEqual(expected);
    expect(await head('b')).toBeUndefined();
  });

  it('replaces nothing where that is forbidden', async () => {
    await world.put('examplebucket', 'b', 'here');
    const response = copy('/examplebucket/b', '/examplebucket/a', { 'x-oss-forbid-overwrite': 'true' });
    expect(await refusal(response)).toEqual([409, 'FileAlreadyExists']);
  });

  it('gives strangers nothing they could not read', async () => {
    const headers = { 'x-oss-copy-source': '/secretbucket/s' };
    const response = world.face(anonymous('/openbucket/s', { method: 'PUT', headers }));
    expect((await refusal(response))[0]).toBe(403);
    expect(await head('s', 'openbucket')).toBeUndefined();
  });
});

describe('PutObjectACL', () => {
  const set = (headers: Record<string, string>) =>
    world.face(signed('/examplebucket/a?acl', { method: 'PUT', headers }));

  it('changes the ACL and nothing else', async () => {
    expect((await set({ 'x-oss-object-acl': 'public-read' })).status).toBe(200);
    expect((await head('a'))?.attributes).toMatchObject({ acl: 'public-read', meta: { author: 'bob' } });
    expect(await (await world.face(anonymous('/examplebucket/a'))).text()).toBe('hello');
  });

  it('wants an ACL that exists', async () => {
    expect((await refusal(set({})))[1]).toBe('MissingArgument');
    expect((await refusal(set({ 'x-oss-object-acl': 'mine' })))[1]).toBe('InvalidArgument');
  });
});
