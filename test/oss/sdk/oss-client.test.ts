/** The community's Node SDK: V1 only, and with `cname` it signs without the bucket. */
import { OSSObject } from 'oss-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, KEY, type World } from '../support/memory.ts';
import { serve, type Served } from '../support/serve.ts';

const KEY_NAME = 'dir/图 片+1!.jpg';

let world: World;
let served: Served;
beforeAll(async () => {
  const buckets = [{}, { name: 'targetbucket' }];
  world = createWorld({ buckets, addressing: { fallback: 'examplebucket' } });
  world.clock.time = Date.now();
  served = await serve(world.face);
  await world.put('examplebucket', KEY_NAME, 'hello', {
    headers: { contentType: 'image/jpeg' },
    meta: { author: 'bob' },
  });
});
afterAll(() => served.close());

describe.each([
  ['an IP address', () => ({ endpoint: `http://127.0.0.1:${served.port}` })],
  ['a custom domain', () => ({ endpoint: `http://localhost:${served.port}`, cname: true })],
])('oss-client at %s', (where, address) => {
  const client = () =>
    new OSSObject({
      accessKeyId: KEY.id,
      accessKeySecret: KEY.secret,
      bucket: 'examplebucket',
      ...address(),
    });

  it('gets objects, pictures and facts', async () => {
    const { content, res } = await client().get(KEY_NAME);
    expect([String(content), res.headers['content-type']]).toEqual(['hello', 'image/jpeg']);
    const picture = await client().get(KEY_NAME, { process: 'image/resize,w_100' });
    expect(String(picture.content)).toBe(`${KEY_NAME}: image/resize,w_100`);
    expect((await client().head(KEY_NAME)).meta).toEqual({ author: 'bob' });
    expect((await client().getObjectMeta(KEY_NAME)).res.headers['content-length']).toBe('5');
    expect((await client().getACL(KEY_NAME)).acl).toBe('default');
  });

  it('saves results', async () => {
    const { res } = await client().processObjectSave(
      KEY_NAME,
      'out/结果.jpg',
      'image/resize,w_9',
      'targetbucket',
    );
    expect(res.status).toBe(200);
    expect(await world.buckets.get('targetbucket')?.objects.head('out/结果.jpg')).toBeDefined();
  });

  it('reads errors', async () => {
    await expect(client().get('nope.jpg')).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' });
    await expect(client().head('nope.jpg')).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' });
  });

  it('signs URLs', async () => {
    const url = client().signatureUrl(KEY_NAME, { process: 'image/rotate,90', expires: 60 });
    const { port } = served;
    const reached =
      where === 'an IP address' ? url : url.replace(/^http:\/\/[^/]+/, `http://localhost:${port}`);
    expect(await (await fetch(reached)).text()).toBe(`${KEY_NAME}: image/rotate,90`);
    expect((await fetch(reached.replace('rotate', 'rotatf'))).status).toBe(403);
  });
});
