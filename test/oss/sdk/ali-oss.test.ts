/** The vendor's Node SDK, with both of its signatures and all its ways to an address. */
import { text } from 'node:stream/consumers';
import OSS from 'ali-oss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, KEY, type World } from '../support/memory.ts';
import { serve, type Served } from '../support/serve.ts';

const KEY_NAME = 'dir/图 片+1!.jpg';
const buckets = [{}, { name: 'targetbucket' }];

/** Without it the SDK prints advice about tokens. */
const REFRESH = { refreshSTSToken: () => undefined, refreshSTSTokenInterval: 3_600_000 };

let world: World;
let served: Served;
beforeAll(async () => {
  world = createWorld({
    buckets,
    keys: [KEY, { ...KEY, id: 'STS.Temporary', token: 'StsTokenExample' }],
    addressing: { fallback: 'examplebucket' },
  });
  world.clock.time = Date.now();
  served = await serve(world.face);
  await world.put('examplebucket', KEY_NAME, 'hello', {
    headers: { contentType: 'image/jpeg' },
    meta: { author: 'bob' },
  });
  await world.put('examplebucket', 'photo.jpg', 'hello');
  world.style('small', 'image/resize,w_50');
});
afterAll(() => served.close());

describe.each([false, true])('ali-oss with authorizationV4: %s', (authorizationV4) => {
  describe.each([
    ['an IP address', () => ({ endpoint: `http://127.0.0.1:${served.port}` })],
    ['a custom domain', () => ({ endpoint: `http://localhost:${served.port}`, cname: true })],
    ['path style', () => ({ endpoint: `http://localhost:${served.port}`, sldEnable: true })],
  ])('at %s', (where, address) => {
    const client = (options: Record<string, unknown> = {}) =>
      new OSS({
        region: 'oss-cn-hangzhou',
        accessKeyId: KEY.id,
        accessKeySecret: KEY.secret,
        bucket: 'examplebucket',
        authorizationV4,
        ...address(),
        ...options,
      });

    it('gets, streams and asks about an object', async () => {
      const { content, res } = await client().get(KEY_NAME);
      expect([content.toString(), res.headers['content-type']]).toEqual(['hello', 'image/jpeg']);
      const { stream } = await client().getStream(KEY_NAME);
      expect(await text(stream)).toBe('hello');
      expect((await client().head(KEY_NAME)).meta).toEqual({ author: 'bob' });
      expect((await client().getObjectMeta(KEY_NAME)).res.headers['content-length']).toBe('5');
      expect((await client().getACL(KEY_NAME)).acl).toBe('default');
    });

    it('gets ranges, and 304 for what has not changed', async () => {
      const part = await client().get(KEY_NAME, { headers: { Range: 'bytes=1-2' } });
      expect([part.res.status, part.content.toString()]).toEqual([206, 'el']);
      const { res } = await client().head(KEY_NAME);
      const same = await client().head(KEY_NAME, { headers: { 'If-None-Match': res.headers['etag'] } });
      expect(same.status).toBe(304);
    });

    it('gets processed pictures and styles', async () => {
      const { content, res } = await client().get(KEY_NAME, { process: 'image/resize,w_100/rotate,90' });
      expect(content.toString()).toBe(`${KEY_NAME}: image/resize,w_100/rotate,90`);
      expect(res.headers['content-type']).toBe('image/png');
      expect((await client().get('photo.jpg', { process: 'style/small' })).content.toString()).toBe(
        'photo.jpg: image/resize,w_50',
      );
    });

    it('works with a security token', async () => {
      const temporary = client({ accessKeyId: 'STS.Temporary', stsToken: 'StsTokenExample', ...REFRESH });
      expect((await temporary.get(KEY_NAME)).content.toString()).toBe('hello');
      const expired = client({ accessKeyId: 'STS.Temporary', stsToken: 'Other', ...REFRESH });
      await expect(expired.get(KEY_NAME)).rejects.toMatchObject({
        status: 403,
        code: 'InvalidSecurityToken',
      });
    });

    it('saves results', async () => {
      const { status, res } = await client().processObjectSave(
        KEY_NAME,
        'out/结果??>.jpg',
        'image/resize,w_9',
        'targetbucket',
      );
      expect(status).toBe(200);
      expect(res.data.toString()).toContain('"status": "OK"');
      expect(await world.buckets.get('targetbucket')?.objects.head('out/结果??>.jpg')).toBeDefined();
    });

    it('reads errors as it does the vendor’s', async () => {
      await expect(client().get('nope.jpg')).rejects.toMatchObject({
        status: 404,
        code: 'NoSuchKey',
        name: 'NoSuchKeyError',
        requestId: expect.stringMatching(/^[0-9A-F]{24}$/) as unknown,
        ecCode: '0026-00000001',
      });
      await expect(client().head('nope.jpg')).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' });
      await expect(client().get(KEY_NAME, { process: 'image/slim,1' })).rejects.toMatchObject({
        code: 'InvalidArgument',
      });
      await expect(client({ accessKeySecret: 'wrong' }).get(KEY_NAME)).rejects.toMatchObject({
        code: 'SignatureDoesNotMatch',
      });
      await expect(client({ accessKeyId: 'nobody' }).get('photo.jpg')).rejects.toMatchObject({
        code: 'InvalidAccessKeyId',
      });
    });

    it('signs URLs that are good as they are and no other way', async () => {
      const url = await presign();
      const response = await fetch(url);
      expect(await response.text()).toBe(`${KEY_NAME}: image/resize,w_100`);
      expect(response.headers.get('content-disposition')).toBe('inline');
      for (const changed of [
        url.replace('w_100', 'w_200'),
        url.replace('%2B1', '%2B2'),
        `${url}&x-oss-process=image/info`,
      ]) {
        const refused = await fetch(changed);
        expect([refused.status, await refused.text()]).toEqual([
          403,
          expect.stringContaining('SignatureDoesNotMatch'),
        ]);
      }
      expect((await fetch(url, { method: 'HEAD' })).status).toBe(403);
    });

    /** `signatureUrl` throws for IP endpoints, and V4 leaves the bucket out of its URL there. */
    async function presign(): Promise<string> {
      const process = 'image/resize,w_100';
      if (authorizationV4) {
        const queries = { 'x-oss-process': process, 'response-content-disposition': 'inline' };
        return client().signatureUrlV4('GET', 3600, { queries }, KEY_NAME);
      }
      const options = { process, expires: 3600, response: { 'content-disposition': 'inline' } };
      const named =
        where === 'an IP address' ? { endpoint: `http://localhost:${served.port}`, cname: true } : {};
      return client(named).signatureUrl(KEY_NAME, options);
    }

    it('asks about buckets', async () => {
      expect((await client().getBucketInfo('examplebucket')).bucket).toMatchObject({ Name: 'examplebucket' });
      expect((await client().getBucketLocation('examplebucket')).location).toBe('oss-cn-hangzhou');
      expect((await client().getBucketACL('examplebucket')).acl).toBe('private');
      expect((await client().putBucket('examplebucket')).bucket).toBe('examplebucket');
    });
  });

  it('lists buckets', async () => {
    const client = new OSS({
      accessKeyId: KEY.id,
      accessKeySecret: KEY.secret,
      endpoint: `http://127.0.0.1:${served.port}`,
      authorizationV4,
      region: 'oss-cn-hangzhou',
    });
    const { buckets } = await client.listBuckets();
    expect(buckets.map(({ name }) => name)).toEqual(['examplebucket', 'targetbucket']);
  });
});
