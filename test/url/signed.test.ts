/** What signed addresses cover, in whatever order it is given: the service's own check is the judge. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signUrl, type SignUrlOptions } from '../../packages/url/src/index.ts';
import { createWorld } from '../oss/support/memory.ts';

const HEADERS = {
  'x-oss-meta-b': ' 2 ',
  'Content-Type': 'text/plain',
  'X-Oss-Meta-A': '1',
  'x-oss-forbid-overwrite': 'false',
  // Smaller than `x-oss-meta-a:1` as a line, and larger as a name.
  'x-oss-meta-a-b': '3',
};
/** Names of which some begin another, and go on with what is smaller than the `=` behind that. */
const name = fc
  .array(fc.constantFrom('a', 'b', '-', '1', '.', '~', 'é', 'A'), { minLength: 1, maxLength: 4 })
  .map((letters) => `x-oss-a${letters.join('')}`);

describe.each(['V1', 'V4'] as const)('an address that is signed in %s', (version) => {
  const world = createWorld({ buckets: [{ acl: 'private' }] });
  const sign = (rest: Partial<SignUrlOptions>) =>
    signUrl({
      base: 'http://127.0.0.1:8787/examplebucket',
      bucket: 'examplebucket',
      key: 'a.txt',
      credentials: { accessKeyId: 'TestAccessKeyId', accessKeySecret: 'TestAccessKeySecret' },
      version,
      now: new Date(world.clock.time),
      ...rest,
    });
  const put = async (signed: Record<string, string>, headers: Record<string, string>) => {
    const url = await sign({ method: 'PUT', headers: signed });
    return (await world.face(new Request(url, { method: 'PUT', headers, body: 'x' }))).status;
  };

  it('holds for its headers, in whatever order they were', async () => {
    const inAnyOrder = fc.shuffledSubarray(Object.entries(HEADERS), { minLength: 5 });
    await fc.assert(
      fc.asyncProperty(inAnyOrder, async (entries) => {
        expect(await put(Object.fromEntries(entries), HEADERS)).toBe(200);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [{ 'x-oss-meta-b': '1' }],
    [{ 'x-oss-meta-c': '1' }],
    [{ 'Content-Type': 'text/html' }],
    [{ 'Content-MD5': 'nd32KzzOQf8YSMIYWBbiDA==' }],
  ])('does not hold with %j', async (others) => {
    expect(await put(HEADERS, { ...HEADERS, ...(others as Record<string, string>) })).toBe(403);
  });

  it('holds for its parameters, in whatever order they were', async () => {
    await world.put('examplebucket', 'a.txt', new TextEncoder().encode('x'));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.string({ maxLength: 3 }), { maxKeys: 6 }), async (query) => {
        expect((await world.face(new Request(await sign({ query })))).status).toBe(200);
      }),
    );
  });

  it('is good for an hour, or for the seconds it says', async () => {
    await world.put('examplebucket', 'a.txt', new TextEncoder().encode('x'));
    const began = world.clock.time;
    const statusAfter = async (url: string, seconds: number) => {
      world.clock.time = began + seconds * 1000;
      const { status } = await world.face(new Request(url));
      world.clock.time = began;
      return status;
    };
    for (const [seconds, last] of [
      [undefined, 3600],
      [1, 1],
      [604_800, 604_800],
    ] as const) {
      const url = await sign({ seconds });
      expect([await statusAfter(url, last - 1), await statusAfter(url, last + 1)]).toEqual([200, 403]);
    }
  });

  it('is of a temporary key where that has a token', async () => {
    const credentials = { accessKeyId: 'a', accessKeySecret: 'b', securityToken: 't' };
    const { searchParams } = new URL(await sign({ credentials }));
    expect([searchParams.get('security-token'), searchParams.get('x-oss-security-token')]).toEqual(
      version === 'V1' ? ['t', null] : [null, 't'],
    );
    expect(new URL(await sign({})).search).not.toContain('token');
  });
});
