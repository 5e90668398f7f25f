import { describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, KEY } from '../../support/memory.ts';
import { signed } from '../../support/sign.ts';

const buckets = [{ acl: 'public-read' as const }, { name: 'zoo-bucket' }, { name: 'apple-bucket' }];
const ask = (path: string, method = 'GET', keys = [KEY]) =>
  createWorld({ buckets, keys }).face(signed(path, { method }));

describe('a bucket', () => {
  it('tells its info', async () => {
    const info = (await xml(await ask('/examplebucket/?bucketInfo')))['BucketInfo'] as Record<string, object>;
    expect(info['Bucket']).toMatchObject({
      Name: 'examplebucket',
      CreationDate: '2024-01-01T00:00:00.000Z',
      Location: 'oss-cn-hangzhou',
      StorageClass: 'Standard',
      ExtranetEndpoint: '127.0.0.1:8787',
      AccessMonitor: 'Disabled',
      CrossRegionReplication: 'Disabled',
      TransferAcceleration: 'Disabled',
      ResourceGroupId: 'rg-default',
      Owner: { ID: '1', DisplayName: '1' },
      AccessControlList: { Grant: 'public-read' },
    });
  });

  it('tells its ACL and location, in the elements SDKs look for', async () => {
    expect(await (await ask('/examplebucket/?acl')).text()).toContain(
      '<AccessControlPolicy><Owner><ID>1</ID><DisplayName>1</DisplayName></Owner>' +
        '<AccessControlList><Grant>public-read</Grant></AccessControlList></AccessControlPolicy>',
    );
    expect(await (await ask('/examplebucket/?location')).text()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint>oss-cn-hangzhou</LocationConstraint>',
    );
  });

  it('is created without effect when it is there, and not at all when it is not', async () => {
    expect((await ask('/examplebucket/', 'PUT')).status).toBe(200);
    expect(await refusal(ask('/other-bucket/', 'PUT'))).toEqual([409, 'BucketAlreadyExists']);
    expect((await refusal(ask('/Bad_Bucket/', 'PUT')))[1]).toBe('InvalidBucketName');
    for (const path of ['/other-bucket/', '/old_bucket/', '/old_bucket/?bucketInfo', '/old_bucket/a'])
      expect([path, ...(await refusal(ask(path)))]).toEqual([path, 404, 'NoSuchBucket', '0015-00000101']);
    for (const path of ['/_bucket/', '/bucket_/', '/Bucket/', '/a_/'])
      expect([path, (await refusal(ask(path)))[1]]).toEqual([path, 'InvalidBucketName']);
  });

  it.each(['GET ?inventory', 'PUT ?logging', 'PUT ?versioning', 'POST ?metaQuery'])(
    '%s is NotImplemented',
    async (line) => {
      const [method, query] = line.split(' ') as [string, string];
      expect(await refusal(ask(`/examplebucket/${query}`, method))).toEqual([501, 'NotImplemented']);
    },
  );

  it.each(['accessmonitor'])('lists nothing for ?%s', async (query) => {
    // V1 does not know this name.
    const { face } = createWorld({ buckets: [{ acl: 'public-read' }] });
    const path = `/examplebucket/?${query}`;
    expect((await refusal(face(signed(path, { resource: '/examplebucket/' }))))[1]).toBe('NotImplemented');
  });

  it('has no access points', async () => {
    const listed = await (await ask('/examplebucket/?accessPoint')).text();
    expect(listed).toContain('<IsTruncated>false</IsTruncated>');
    expect(listed).toContain('<AccessPoints></AccessPoints>');
  });

  it.each(['cleanRestoredObject', 'retention', 'legalHold', 'userDefinedLogFieldsConfig', 'MetaQuery'])(
    '?%s is known to be signed, and not offered',
    async (query) => {
      expect((await refusal(ask(`/examplebucket/?${query}`, 'POST')))[1]).toBe('NotImplemented');
    },
  );

  it('was never logged', async () => {
    expect((await ask('/examplebucket/?logging', 'DELETE')).status).toBe(204);
    expect(await (await ask('/examplebucket/?logging')).text()).toContain(
      '<BucketLoggingStatus><LoggingEnabled></LoggingEnabled></BucketLoggingStatus>',
    );
  });
});

describe('an object', () => {
  it.each(['POST ?restore', 'POST ?x-oss-async-process'])('%s is NotImplemented', async (line) => {
    const [method, query] = line.split(' ') as [string, string];
    expect(await refusal(ask(`/examplebucket/a.jpg${query}`, method))).toEqual([501, 'NotImplemented']);
  });

  it('tells its ACL', async () => {
    const world = createWorld({ buckets });
    await world.put('examplebucket', 'a', '');
    await world.put('examplebucket', 'b', '', { acl: 'private' });
    const grant = async (key: string) => (await world.face(signed(`/examplebucket/${key}?acl`))).text();
    expect(await grant('a')).toContain('<Grant>default</Grant>');
    expect(await grant('b')).toContain('<Grant>private</Grant>');
    expect(await grant('c')).toContain('<Code>NoSuchKey</Code>');
  });
});

describe('the service', () => {
  const names = async (response: Response) =>
    [...(await response.text()).matchAll(/<Name>(.*?)</g)].map(([, name]) => name);

  it('lists the buckets of the key', async () => {
    expect(await names(await ask('/'))).toEqual(['apple-bucket', 'examplebucket', 'zoo-bucket']);
    const limited = [{ ...KEY, buckets: ['zoo-bucket', 'gone'] }];
    expect(await names(await ask('/', 'GET', limited))).toEqual(['zoo-bucket']);
  });

  it('is asked with /// by the C# SDK', async () => {
    const request = signed('///', { resource: '/' });
    expect(await names(await createWorld({ buckets }).face(request))).toHaveLength(3);
  });

  it('pages', async () => {
    const page = await createWorld({ buckets }).face(
      signed('/?max-keys=1&marker=apple-bucket', { resource: '/' }),
    );
    const text = await page.text();
    expect(text).toContain('<IsTruncated>true</IsTruncated><NextMarker>examplebucket</NextMarker>');
    for (const [most, truncated] of [
      [buckets.length - 1, true],
      [buckets.length, false],
    ] as const) {
      const all = await createWorld({ buckets }).face(signed(`/?max-keys=${most}`, { resource: '/' }));
      expect(await all.text()).toContain(`<IsTruncated>${truncated}</IsTruncated>`);
    }
    for (const count of [0, 1001]) {
      const bad = createWorld({ buckets }).face(signed(`/?max-keys=${count}`, { resource: '/' }));
      expect(await refusal(bad)).toEqual([400, 'InvalidArgument']);
    }
  });

  it('lists a hundred where nobody says how many, and up to a thousand', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => ({ name: `bucket-${1000 + at}` }));
    for (const [path, count] of [
      ['/', 100],
      ['/?max-keys=1000', 1000],
    ] as const) {
      const page = await createWorld({ buckets: many }).face(signed(path, { resource: '/' }));
      expect(await names(page)).toEqual(many.slice(0, count).map(({ name }) => name));
    }
  });

  it('takes nothing but GET', async () => {
    expect(await refusal(ask('/', 'DELETE'))).toEqual([405, 'MethodNotAllowed']);
  });
});
