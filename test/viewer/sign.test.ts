/** The signer against the service's own check, which is held to the vendor's vectors elsewhere. */
import { describe, expect, it } from 'vitest';
import { pathText, queryText, signQuery, signRequest } from '../../packages/url/src/sign.ts';
import { createWorld } from '../oss/support/memory.ts';

const ORIGIN = 'http://127.0.0.1:8787';

function worldNow() {
  const world = createWorld({ buckets: [{ acl: 'private' }] });
  const credentials = { accessKeyId: 'TestAccessKeyId', accessKeySecret: 'TestAccessKeySecret' };
  return { world, credentials, now: new Date(world.clock.time) };
}

describe('signatures', () => {
  it.each([
    ['GET', 'plain.txt', {}],
    ['GET', "a b/it's (1)~图.txt", { 'x-oss-process': undefined, b: '1', a: '/,+ ' }],
    ['PUT', 'new.txt', {}],
  ])('of %s %s are accepted, and those of another secret are not', async (method, key, query) => {
    const { world, credentials, now } = worldNow();
    await world.put('examplebucket', key, new TextEncoder().encode('x'));
    const send = async (secret: string) => {
      const headers = { 'Content-Type': 'text/plain' };
      const signed = await signRequest({
        credentials: { ...credentials, accessKeySecret: secret },
        bucket: 'examplebucket',
        key,
        method,
        query: method === 'GET' ? {} : query,
        headers,
        now,
      });
      const body = method === 'PUT' ? 'x' : null;
      const address = `${ORIGIN}/examplebucket/${pathText(key)}`;
      return world.face(new Request(address, { method, headers: { ...headers, ...signed }, body }));
    };
    expect((await send('TestAccessKeySecret')).status).toBe(200);
    expect((await send('another')).status).toBe(403);
  });

  it('in URLs hold for their time, whatever else the URL asks', async () => {
    const { world, credentials, now } = worldNow();
    await world.put('examplebucket', 'a.txt', new TextEncoder().encode('x'));
    const query = { 'response-content-type': 'text/x-a b' };
    const signed = await signQuery({ credentials, bucket: 'examplebucket', key: 'a.txt', query, now }, 60);
    const address = `${ORIGIN}/examplebucket/a.txt${queryText(signed)}`;
    expect((await world.face(new Request(address))).headers.get('content-type')).toBe('text/x-a b');
    world.clock.time += 61_000;
    expect((await world.face(new Request(address))).status).toBe(403);
  });
});
