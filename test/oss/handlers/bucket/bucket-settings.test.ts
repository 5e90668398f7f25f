import { describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { signed, type SignOptions } from '../../support/sign.ts';

const send = (world: World, query: string, options: SignOptions = {}) =>
  world.face(signed(`/examplebucket/?${query}`, options));
const put = (world: World, query: string, body: string) => send(world, query, { method: 'PUT', body });
const text = async (answer: Promise<Response>) => (await (await answer).text()).replace(/^.*\n/, '');

describe('tags of a bucket', () => {
  const tag = (name: string, value: string) => `<Tag><Key>${name}</Key><Value>${value}</Value></Tag>`;
  const tagging = (...tags: string[]) => `<Tagging><TagSet>${tags.join('')}</TagSet></Tagging>`;

  it('are told as they were set, until all or some are deleted', async () => {
    const world = createWorld();
    expect(await text(send(world, 'tagging'))).toBe(tagging());
    const body = tagging(tag('a', '1'), tag('b', '2'));
    expect((await put(world, 'tagging', body)).status).toBe(200);
    expect(await text(send(world, 'tagging'))).toBe(body);
    expect((await send(world, 'tagging=a', { method: 'DELETE' })).status).toBe(204);
    expect(await text(send(world, 'tagging'))).toBe(tagging(tag('b', '2')));
    await send(world, 'tagging', { method: 'DELETE' });
    expect(await text(send(world, 'tagging'))).toBe(tagging());
  });

  it('are twenty at most', async () => {
    const many = (count: number) => tagging(...Array.from({ length: count }, (_, at) => tag(`t${at}`, '')));
    expect((await put(createWorld(), 'tagging', many(20))).status).toBe(200);
    expect((await refusal(put(createWorld(), 'tagging', many(21))))[1]).toBe('InvalidTag');
  });

  it('may have any character that shows', async () => {
    const world = createWorld();
    const body = tagging(tag('%@abc', '++123%'));
    expect((await put(world, 'tagging', body)).status).toBe(200);
    expect(await text(send(world, 'tagging'))).toBe(body);
  });

  it('choose buckets of a list', async () => {
    const world = createWorld({ buckets: [{}, { name: 'other-bucket' }] });
    await put(world, 'tagging', tagging(tag('a', '1'), tag('b', '2')));
    const list = async (filter: string) => {
      const path = `/?tagging=${encodeURIComponent(filter)}`;
      const answer = await world.face(signed(path, { resource: `/?tagging=${filter}` }));
      return (await xml(answer))['ListAllMyBucketsResult'] as { Buckets: unknown };
    };
    expect((await list('"a":"1","b":"2"')).Buckets).toMatchObject({
      Bucket: { Name: 'examplebucket', Tagging: { TagSet: { Tag: [{ Key: 'a' }, { Key: 'b' }] } } },
    });
    expect((await list('"a":"2"')).Buckets).toBe('');
    expect((await list('a:1')).Buckets).toMatchObject({ Bucket: { Name: 'examplebucket' } });
    expect((await list('a:2')).Buckets).toBe('');
  });

  it.each([
    ['tag-key=a&tag-value=1', 1],
    ['tag-key=a&tag-value=2', 0],
    ['tag-key=a', 1],
    ['tag-key=toString', 0],
    ['tag-value=1', [400, 'InvalidArgument']],
    ['prefix=examplebucket', 1],
    ['prefix=Example', [400, 'InvalidArgument']],
  ])('are asked for by %s', async (query, expected) => {
    const world = createWorld({ buckets: [{}, { name: 'other-bucket' }] });
    await put(world, 'tagging', tagging(tag('a', '1')));
    const list = () => world.face(signed(`/?${query}`, { resource: '/' }));
    if (typeof expected !== 'number') return expect((await refusal(list())).slice(0, 2)).toEqual(expected);
    return expect((await (await list()).text()).match(/<Name>/g) ?? []).toHaveLength(expected);
  });
});

describe('a list of buckets', () => {
  it('takes what the listing tells of each, and reads tags a few at a time', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `bucket-${String(at).padStart(2, '0')}`);
    const world = createWorld({ buckets: names.map((name) => ({ name })) });
    const { settings, buckets } = world.services;
    for (const name of names) await settings.put(name, 'tagging', { a: '1' });
    const { get } = settings;
    let [reading, most] = [0, 0];
    const counted: typeof get = async (bucket, name) => {
      most = Math.max(most, ++reading);
      await new Promise((resolve) => setTimeout(resolve));
      reading--;
      return get(bucket, name);
    };
    const asked: string[] = [];
    const { find } = buckets;
    Object.assign(settings, { get: counted });
    Object.assign(buckets, { find: async (name: string) => (asked.push(name), find(name)) });
    const list = async (path: string) => (await world.face(signed(path, { resource: '/' }))).text();
    for (const path of ['/?max-keys=1000', '/?tag-key=a&tag-value=1']) {
      const listed = [...(await list(path)).matchAll(/<Name>(.*?)</g)].map(([, name]) => name);
      expect(listed).toEqual(names);
    }
    expect(asked.filter((name) => names.includes(name))).toEqual([]);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(6);
  });
});

describe('encryption of a bucket', () => {
  const rule = (algorithm: string) =>
    '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>' +
    `<SSEAlgorithm>${algorithm}</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`;

  it('is that which everything has, and told once it was asked for', async () => {
    const world = createWorld();
    expect(await refusal(send(world, 'encryption'))).toEqual([404, 'NoSuchServerSideEncryptionRule']);
    expect((await put(world, 'encryption', rule('AES256'))).status).toBe(200);
    expect(await text(send(world, 'encryption'))).toBe(rule('AES256'));
    expect(await text(send(world, 'bucketInfo'))).toContain('<SSEAlgorithm>AES256</SSEAlgorithm>');
    expect((await send(world, 'encryption', { method: 'DELETE' })).status).toBe(204);
    expect(await refusal(send(world, 'encryption'))).toEqual([404, 'NoSuchServerSideEncryptionRule']);
  });

  it('has no key where none is used', async () => {
    const body = rule('AES256')
      .replace('</SSE', '</SSE')
      .replace('</Apply', '<KMSMasterKeyID>k</KMSMasterKeyID></Apply');
    expect((await refusal(put(createWorld(), 'encryption', body)))[1]).toBe('InvalidArgument');
  });

  it.each([
    ['KMS', 501, 'NotImplemented'],
    ['SM4', 501, 'NotImplemented'],
    ['ROT13', 400, 'InvalidEncryptionAlgorithmError'],
  ])('is never %s', async (algorithm, status, code) => {
    expect((await refusal(put(createWorld(), 'encryption', rule(algorithm)))).slice(0, 2)).toEqual([
      status,
      code,
    ]);
  });
});

describe('a bucket', () => {
  it('never had versions, and is paid for by its owner', async () => {
    const world = createWorld();
    expect(await text(send(world, 'versioning'))).toBe('<VersioningConfiguration></VersioningConfiguration>');
    const payment = (payer: string) =>
      `<RequestPaymentConfiguration><Payer>${payer}</Payer></RequestPaymentConfiguration>`;
    expect(await text(send(world, 'requestPayment'))).toBe(payment('BucketOwner'));
    expect((await put(world, 'requestPayment', payment('BucketOwner'))).status).toBe(200);
    expect((await refusal(put(world, 'requestPayment', payment('Requester'))))[0]).toBe(501);
    expect((await refusal(put(world, 'versioning', '<VersioningConfiguration/>')))[0]).toBe(501);
  });

  it('is made by saying who may read it, where callers make buckets', async () => {
    const open = (makesBuckets: boolean) =>
      createWorld({ makesBuckets }).face(
        signed('/new-bucket/?acl', { method: 'PUT', headers: { 'x-oss-acl': 'public-read' } }),
      );
    const made = await open(true);
    expect([made.status, made.headers.get('location')]).toEqual([200, '/new-bucket']);
    expect((await refusal(open(false)))[1]).toBe('NoSuchBucket');
  });

  it('gives its storage class to objects that have none, and counts by class', async () => {
    const { face } = createWorld({ makesBuckets: true });
    const ask = (path: string, options: SignOptions = {}) => face(signed(`/cold-bucket/${path}`, options));
    const body = '<CreateBucketConfiguration><StorageClass>IA</StorageClass></CreateBucketConfiguration>';
    await ask('', { method: 'PUT', body, headers: { 'x-oss-server-side-encryption': 'AES256' } });
    // Nothing has been counted yet.
    expect(await text(ask('?stat'))).toContain('<LastModifiedTime>0<');
    await ask('a', { method: 'PUT', body: 'hello' });
    await ask('b', { method: 'PUT', body: 'x', headers: { 'x-oss-storage-class': 'Standard' } });
    const classOf = async (key: string) =>
      (await ask(key, { method: 'HEAD' })).headers.get('x-oss-storage-class');
    expect([await classOf('a'), await classOf('b')]).toEqual(['IA', 'Standard']);
    const stat = await text(ask('?stat'));
    for (const count of [
      'InfrequentAccessStorage>5',
      'InfrequentAccessObjectCount>1',
      'StandardStorage>1',
      'ArchiveStorage>0',
      'LastModifiedTime>1740830400',
    ])
      expect(stat).toContain(`<${count}<`);
    expect(await text(ask('?encryption'))).toContain('AES256');
  });

  it('has a twin inside where it is asked for by a name of the vendor', async () => {
    const world = createWorld();
    const request = signed('/examplebucket/?bucketInfo');
    const asked = new Request('http://oss-cn-hangzhou.aliyuncs.com/examplebucket/?bucketInfo', request);
    expect(await text(world.face(asked))).toContain(
      '<ExtranetEndpoint>oss-cn-hangzhou.aliyuncs.com</ExtranetEndpoint>' +
        '<IntranetEndpoint>oss-cn-hangzhou-internal.aliyuncs.com</IntranetEndpoint>',
    );
  });
});
