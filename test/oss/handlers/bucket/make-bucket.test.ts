import { describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { OssError } from '../../../../src/oss/protocol/error/oss-error.ts';
import { createWorld, KEY, NOW, type World } from '../../support/memory.ts';
import { formPolicy, formRequest } from '../../support/form.ts';
import { anonymous, signed, type SignOptions } from '../../support/sign.ts';

const BODY =
  '<CreateBucketConfiguration><StorageClass>IA</StorageClass>' +
  '<DataRedundancyType>ZRS</DataRedundancyType></CreateBucketConfiguration>';

describe('making a bucket', () => {
  const world = (keys = [KEY]) => createWorld({ makesBuckets: true, keys });
  const put = (path: string, init: SignOptions = {}) => signed(path, { method: 'PUT', ...init });

  it('gives a bucket that holds, lists and tells what it was made with', async () => {
    const { face } = world();
    const made = await face(put('/new-bucket/', { headers: { 'x-oss-acl': 'public-read' }, body: BODY }));
    expect([made.status, made.headers.get('location')]).toEqual([200, '/new-bucket']);
    expect((await face(put('/new-bucket/a', { body: 'hello' }))).status).toBe(200);
    expect(await (await face(new Request('http://127.0.0.1:8787/new-bucket/a'))).text()).toBe('hello');
    const info = (await xml(await face(signed('/new-bucket/?bucketInfo'))))['BucketInfo'];
    expect((info as Record<string, object>)['Bucket']).toMatchObject({
      Name: 'new-bucket',
      StorageClass: 'IA',
      DataRedundancyType: 'ZRS',
      AccessControlList: { Grant: 'public-read' },
    });
    const all = await (await face(signed('/', { resource: '/' }))).text();
    expect(all).toContain('<Name>new-bucket</Name>');
  });

  it('succeeds when it is there already', async () => {
    const { face } = world();
    for (const path of ['/new-bucket/', '/new-bucket/', '/examplebucket/'])
      expect((await face(put(path))).status).toBe(200);
  });

  it.each([
    ['a name that is none', '/Bad_Bucket/', {}, 'InvalidBucketName'],
    ['a name that no new one has', '/old_bucket/', {}, 'InvalidBucketName'],
    ['an ACL that is none', '/new-bucket/', { headers: { 'x-oss-acl': 'open' } }, 'InvalidArgument'],
    ['a class that is none', '/new-bucket/', { body: BODY.replace('IA', 'Gold') }, 'MalformedXML'],
    ['a sub-resource of none', '/new-bucket/?cors', {}, 'NoSuchBucket'],
  ])('is refused with %s', async (_, path, init, code) => {
    expect((await refusal(world().face(put(path, init))))[1]).toBe(code);
  });

  it('takes no address from the bucket of a host', async () => {
    const addressing = { fallback: 'examplebucket' };
    const opened = createWorld({ makesBuckets: true, addressing, buckets: [{ acl: 'public-read-write' }] });
    const get = async (url: string) => (await opened.face(new Request(url))).text();
    await opened.put('examplebucket', 'photos/cat', 'the host’s cat');
    const headers = { 'x-oss-acl': 'public-read-write' };
    expect((await opened.face(put('/photos/', { headers }))).status).toBe(200);
    for (const key of ['cat', 'dog'])
      await opened.face(put(`/photos/${key}`, { body: `the other’s ${key}` }));
    const dog = 'https://images.example/photos/dog';
    expect(await get('https://images.example/photos/cat')).toBe('the host’s cat');
    expect(await get(dog)).toContain('NoSuchKey');
    await opened.face(new Request(dog, { method: 'PUT', body: 'the host’s dog' }));
    expect(await get(dog)).toBe('the host’s dog');
    expect(await get('http://photos.localhost:8787/dog')).toBe('the other’s dog');
    expect(await (await opened.face(signed('/photos/dog'))).text()).toBe('the other’s dog');
  });

  it.each(['127.0.0.1:8787', 'localhost:8787', '[::1]:8787'])(
    'is reached by path on %s, in front of which no name can stand, by whoever may',
    async (host) => {
      const opened = createWorld({ makesBuckets: true, addressing: { fallback: 'examplebucket' } });
      const headers = { 'x-oss-acl': 'public-read-write' };
      expect((await opened.face(put('/photos/', { headers }))).status).toBe(200);
      const url = `http://${host}/photos/cat`;
      expect((await opened.face(new Request(url, { method: 'PUT', body: 'meow' }))).status).toBe(200);
      expect(await (await opened.face(new Request(url))).text()).toBe('meow');
      expect(await (await opened.face(signed('/photos/cat'))).text()).toBe('meow');
    },
  );

  it('lets forms and scripts of browsers name it in the path, for they sign elsewhere', async () => {
    const addressing = { fallback: 'examplebucket' };
    const opened = createWorld({ makesBuckets: true, addressing });
    await opened.face(put('/photos/'));
    const form = new FormData();
    for (const [name, value] of Object.entries(formPolicy([{ bucket: 'photos' }]))) form.set(name, value);
    form.set('key', 'cat');
    form.set('file', new Blob(['meow']), 'cat.txt');
    expect((await opened.face(await formRequest(form, 'photos'))).status).toBe(204);
    expect(await (await opened.face(signed('/photos/cat'))).text()).toBe('meow');
    const rules =
      '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>' +
      '<AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>';
    expect((await opened.face(put('/photos/?cors', { body: rules }))).status).toBe(200);
    const headers = {
      Origin: 'https://shop.example',
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'authorization, x-oss-date',
    };
    expect((await opened.face(anonymous('/photos/cat', { method: 'OPTIONS', headers }))).status).toBe(200);
  });

  it('is for keys that may write in it', async () => {
    const keys = [{ ...KEY, buckets: ['examplebucket', 'mine-too'] }];
    expect((await refusal(world(keys).face(put('/new-bucket/'))))[1]).toBe('AccessDenied');
    expect((await world(keys).face(put('/mine-too/'))).status).toBe(200);
    const readers = [{ ...KEY, permissions: ['read' as const] }];
    expect((await refusal(world(readers).face(put('/new-bucket/'))))[1]).toBe('AccessDenied');
    const anonymous = new Request('http://127.0.0.1:8787/new-bucket/', { method: 'PUT' });
    expect((await refusal(world().face(anonymous)))[1]).toBe('NoSuchBucket');
  });

  it.each([
    ['a key that nobody has', { ...KEY, id: 'stranger' }],
    ['a token that its key has not', { ...KEY, token: 'StsTokenExample' }],
  ])('tells of %s, where any other request learns that there is no bucket', async (_, key) => {
    const code = async (path: string, method = 'PUT') =>
      (await refusal(world().face(signed(path, { method, key }))))[1];
    for (const query of ['', '?acl']) expect(await code(`/new-bucket/${query}`)).toBe('InvalidAccessKeyId');
    expect(await code('/new-bucket/cat')).toBe('NoSuchBucket');
    expect(await code('/new-bucket/', 'GET')).toBe('NoSuchBucket');
    for (const query of ['versioning', 'cors', 'policy', 'inventory&inventoryId=1', 'logging'])
      expect([query, await code(`/new-bucket/?${query}`)]).toEqual([query, 'NoSuchBucket']);
  });

  it.each([
    ['', {}, 200],
    ['', { 'x-oss-acl': 'private' }, 403],
    ['', { 'x-oss-acl': 'public-read' }, 403],
    ['?acl', { 'x-oss-acl': 'public-read' }, 403],
    ['?acl', {}, 403],
  ])(
    'takes the right to settings to say who may read it: %s with %o is %i',
    async (query, headers, status) => {
      const keys = [KEY, { ...KEY, id: 'writer', permissions: ['read' as const, 'write' as const] }];
      const { face } = world(keys);
      const key = { ...KEY, id: 'writer' };
      expect((await face(put(`/new-bucket/${query}`, { headers, key }))).status).toBe(status);
      expect((await face(put(`/examplebucket/${query}`, { headers, key }))).status).toBe(status);
      const isThere = (await face(signed('/new-bucket/', { method: 'HEAD' }))).status === 200;
      expect(isThere).toBe(status === 200);
    },
  );

  it('by its ACL takes one', async () => {
    expect((await refusal(world().face(put('/new-bucket/?acl')))).slice(0, 2)).toEqual([
      400,
      'MissingArgument',
    ]);
  });

  const ENCRYPTED = { headers: { 'x-oss-server-side-encryption': 'AES256' } };
  const encryptionOf = async ({ face }: World, name: string) =>
    (await face(signed(`/${name}/?encryption`))).status;

  it('takes nothing from the one who makes it at the same time', async () => {
    const opened = world();
    // The other one makes it, wholly, while this one is still sending.
    const body = new ReadableStream({
      async pull(controller) {
        expect((await opened.face(put('/new-bucket/', ENCRYPTED))).status).toBe(200);
        controller.close();
      },
    });
    const slow = new Request(put('/new-bucket/'), { body, duplex: 'half' } as RequestInit);
    expect((await refusal(opened.face(slow))).slice(0, 2)).toEqual([409, 'BucketAlreadyExists']);
    expect(await encryptionOf(opened, 'new-bucket')).toBe(200);
  });

  it('has nothing of an earlier one of its name', async () => {
    const opened = world();
    await opened.settings.put('new-bucket', 'acl', { acl: 'public-read' });
    opened.style('small', 'image/resize,w_9', 'new-bucket');
    expect((await opened.face(put('/new-bucket/'))).status).toBe(200);
    expect(await opened.settings.get('new-bucket', 'acl')).toBeUndefined();
    expect(await opened.services.styles.list('new-bucket')).toEqual([]);
  });

  it('is undone where it cannot be made whole', async () => {
    const opened = world();
    const { settings } = opened.services;
    const { put: working } = settings;
    const busy = async () => Promise.reject(new OssError('ServiceUnavailable'));
    Object.assign(settings, { put: busy });
    expect((await refusal(opened.face(put('/new-bucket/', ENCRYPTED))))[0]).toBe(503);
    Object.assign(settings, { put: working });
    expect((await opened.face(signed('/new-bucket/', { method: 'HEAD' }))).status).toBe(404);
    expect((await opened.face(put('/new-bucket/', ENCRYPTED))).status).toBe(200);
    expect(await encryptionOf(opened, 'new-bucket')).toBe(200);
  });

  it('does nothing where only the operator makes buckets', async () => {
    expect(await refusal(createWorld().face(put('/new-bucket/')))).toEqual([409, 'BucketAlreadyExists']);
  });
});

describe('deleting a bucket', () => {
  const remove = (path: string) => signed(path, { method: 'DELETE' });

  it('takes its styles and settings with it, and nothing while it holds something', async () => {
    const world = createWorld({ makesBuckets: true });
    const { face } = world;
    const put = (path: string, init: SignOptions = {}) => face(signed(path, { method: 'PUT', ...init }));
    await put('/new-bucket/');
    world.style('small', 'image/resize,w_9', 'new-bucket');
    await put('/new-bucket/?acl', { headers: { 'x-oss-acl': 'public-read' } });
    await put('/new-bucket/a', { body: 'hello' });
    expect(await refusal(face(remove('/new-bucket/')))).toEqual([409, 'BucketNotEmpty']);
    await face(remove('/new-bucket/a'));
    await face(signed('/new-bucket/b?uploads', { method: 'POST' }));
    const kept = face(remove('/new-bucket/'));
    expect(await (await kept).clone().text()).toContain('<Message>The bucket has Multipart Uploads.');
    expect(await refusal(kept)).toEqual([409, 'BucketNotEmpty']);
    const uploads = await (await face(signed('/new-bucket/?uploads'))).text();
    const id = /<UploadId>(\w+)</.exec(uploads)?.[1];
    await face(remove(`/new-bucket/b?uploadId=${id}`));
    expect((await face(remove('/new-bucket/'))).status).toBe(204);
    expect((await refusal(face(remove('/new-bucket/'))))[1]).toBe('NoSuchBucket');
    await put('/new-bucket/');
    expect(await (await face(signed('/new-bucket/?acl'))).text()).toContain('<Grant>private</Grant>');
    expect(await (await face(signed('/new-bucket/?style'))).text()).not.toContain('small');
  });

  it('takes nothing from the next one of its name', async () => {
    const world = createWorld({ makesBuckets: true });
    const made = { method: 'PUT', headers: { 'x-oss-server-side-encryption': 'AES256' } };
    const { maker } = world.services.buckets;
    const removing = maker?.remove.bind(maker);
    await world.face(signed('/new-bucket/', { method: 'PUT' }));
    // Somebody makes it again as soon as it is gone.
    const thenMade = async (name: string) => {
      await removing?.(name);
      expect((await world.face(signed('/new-bucket/', made))).status).toBe(200);
    };
    Object.assign(maker ?? {}, { remove: thenMade });
    expect((await world.face(remove('/new-bucket/'))).status).toBe(204);
    expect((await world.face(signed('/new-bucket/?encryption'))).status).toBe(200);
  });

  it('is refused for one that the operator configured', async () => {
    const { face } = createWorld({ makesBuckets: true });
    expect(await refusal(face(remove('/examplebucket/')))).toEqual([403, 'AccessDenied']);
  });
});

describe('a bucket that never had versions or channels', () => {
  it('lists its objects as their only versions', async () => {
    const world = createWorld();
    for (const key of ['a b', 'c/1', 'c/2', 'd']) await world.put('examplebucket', key, 'hello');
    const page = await world.face(
      signed('/examplebucket/?versions&max-keys=2&delimiter=/&encoding-type=url', {
        resource: '/examplebucket/?versions',
      }),
    );
    expect((await xml(page))['ListVersionsResult']).toMatchObject({
      IsTruncated: 'true',
      NextKeyMarker: 'c%2F',
      NextVersionIdMarker: 'null',
      CommonPrefixes: { Prefix: 'c%2F' },
      Version: {
        Key: 'a%20b',
        VersionId: 'null',
        IsLatest: 'true',
        LastModified: new Date(NOW).toISOString(),
        Size: '5',
        Owner: { ID: '1' },
      },
    });
    const rest = await world.face(
      signed('/examplebucket/?versions&key-marker=c/&delimiter=/', { resource: '/examplebucket/?versions' }),
    );
    const text = await rest.text();
    expect(text).toContain('<IsTruncated>false</IsTruncated>');
    expect([...text.matchAll(/<Key>(.*?)</g)].map(([, key]) => key)).toEqual(['d']);
  });

  it.each([
    ['', 100],
    ['&max-keys=1000', 1000],
    ['&max-keys=1001', undefined],
    ['&max-keys=0', undefined],
  ])('lists no channels, up to so many: live%s', async (query, count) => {
    const path = `/examplebucket/?live${query}`;
    const answer = await createWorld().face(signed(path, { resource: '/examplebucket/?live' }));
    if (count === undefined) expect(answer.status).toBe(400);
    else expect(await answer.text()).toContain(`<MaxKeys>${count}</MaxKeys>`);
  });
  it('lists no channels', async () => {
    const answer = await createWorld().face(
      signed('/examplebucket/?live&prefix=a&max-keys=5', { resource: '/examplebucket/?live' }),
    );
    expect(await answer.text()).toContain(
      '<ListLiveChannelResult><Prefix>a</Prefix><Marker></Marker><MaxKeys>5</MaxKeys>' +
        '<IsTruncated>false</IsTruncated><NextMarker></NextMarker></ListLiveChannelResult>',
    );
  });
});
