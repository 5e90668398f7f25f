/** Copies of an origin's objects, into a store that is played. */
import { describe, expect, it } from 'vitest';
import type { ObjectHead, ObjectStore, PutOptions } from '../../../src/oss/ports.ts';
import { createAcls } from '../../../src/worker/storage/origin/acl.ts';
import { createCopies } from '../../../src/worker/storage/origin/copies.ts';
import type { Origin } from '../../../src/worker/storage/origin/origin.ts';
import { readThrough } from '../../../src/worker/storage/origin/read-through.ts';

const headOf = (key: string, size: number, written = 0): ObjectHead => ({
  key,
  size,
  etag: 'e',
  modified: new Date(written),
  attributes: { headers: {}, meta: {}, kind: 'Symlink', symlink: 'b' },
});

/** A store of one object, which notes what is done to it. */
function playedStore(now?: ObjectHead) {
  const puts: PutOptions[] = [];
  const deleted: string[] = [];
  const store: Partial<ObjectStore> = {
    put: async (key, _, options) => (puts.push(options), headOf(key, 0, 5)),
    head: async () => now,
    get: async () => undefined,
    delete: async (keys) => void deleted.push(...keys),
  };
  return { store: store as ObjectStore, puts, deleted };
}

const tombstones = (...keys: string[]) => ({
  has: async (key: string) => keys.includes(key),
  add: () => Promise.resolve(),
});

describe('a copy of a link', () => {
  const link = async (now: ObjectHead | undefined, ...gone: string[]) => {
    const played = playedStore(now);
    const told: string[] = [];
    const parts = {
      store: played.store,
      tombstones: tombstones(...gone),
      told: (word: string) => void told.push(word),
    };
    await createCopies(parts).link(headOf('a', 0));
    return { ...played, told };
  };

  it('is never written over what is here', async () => {
    expect((await link(undefined)).puts).toMatchObject([{ ifAbsent: true }]);
  });

  it.each([
    ['stays when nothing was deleted', headOf('a', 0, 5), [], [], 'copied'],
    ['goes when its object was deleted meanwhile', headOf('a', 0, 5), ['a'], ['a'], 'passed'],
    ['leaves alone what was written since', headOf('a', 0, 6), ['a'], [], 'passed'],
    ['leaves alone what is gone already', undefined, ['a'], [], 'passed'],
  ] as const)('%s', async (_, now, gone, deleted, word) => {
    const found = await link(now, ...gone);
    expect([found.deleted, found.told]).toEqual([deleted, [word]]);
  });
});

describe('an object of which a part was asked for', () => {
  it.each([
    [64 * 1024 * 1024, 2],
    [64 * 1024 * 1024 + 1, 1],
  ])('and that has %i bytes is fetched %i times', async (size, times) => {
    let fetched = 0;
    const origin: Partial<Origin> = {
      get: async (key) => {
        fetched++;
        return { head: headOf(key, size), body: new Response('abc').body!, md5: undefined };
      },
    };
    const background: Promise<unknown>[] = [];
    const through = readThrough({
      store: playedStore().store,
      tombstones: tombstones(),
      largest: 1,
      origin: origin as Origin,
      closed: [],
      told: () => undefined,
      waitUntil: (work) => background.push(work),
    });
    const found = await through.get('a', { range: { offset: 0, length: 3 } });
    expect(await new Response(found?.body).text()).toBe('abc');
    await Promise.allSettled(background);
    expect(fetched).toBe(times);
  });
});

describe('the ACL of what has none of its own', () => {
  const KEY = { id: 'ID', secret: 'SECRET', token: undefined };
  const access = {
    kind: 'oss',
    url: 'https://a.oss-cn-hangzhou.aliyuncs.com/',
    bucket: 'a',
    region: undefined,
    acl: 'ask',
    key: KEY,
  } as const;

  it.each([
    ['private', 'public-read', undefined, ['k']],
    ['public-read', 'public-read', undefined, ['k', '']],
    ['public-read', 'private', 'private', ['k', '']],
  ] as const)('in a %s bucket here, a %s one there: %s', async (here, there, expected, asked) => {
    const keys: string[] = [];
    const ask = async ({ key }: { key: string }) => {
      keys.push(key);
      return new Response(`<Grant>${key === '' ? there : 'default'}</Grant>`);
    };
    const acls = createAcls(access, ask, here);
    expect([await acls('k'), keys]).toEqual([expected, asked]);
  });
});
