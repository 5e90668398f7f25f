/** Copies of an origin's objects, into a store that is played. */
import { describe, expect, it, vi } from 'vitest';
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

it.each([
  ['is told to be one where it was stored', headOf('a', 0), 'copied'],
  ['is told to be none where something else was there first', undefined, 'passed'],
] as const)('a copy %s', async (_, written, word) => {
  const told: unknown[] = [];
  const put: ObjectStore['put'] = async (_key, source) => {
    if ('stream' in source) await new Response(source.stream).arrayBuffer();
    return written;
  };
  const store = { ...playedStore().store, put };
  const copies = createCopies({
    store,
    tombstones: tombstones(),
    told: (outcome) => void told.push(outcome),
  });
  expect(
    await copies.move({ head: headOf('a', 5), body: new Blob(['hello']).stream(), md5: undefined }, []),
  ).toBe(written);
  await copies.link(headOf('a', 0));
  expect(told).toEqual([word, word]);
});

describe('a copy of an object', () => {
  /** A store that takes what it is given, unless it fails, and tells of it. */
  function copying(fails = false) {
    const stored: string[] = [];
    const told: unknown[] = [];
    const put: ObjectStore['put'] = async (key, source) => {
      const text = await new Response((source as { stream: ReadableStream<Uint8Array> }).stream).text();
      if (fails) throw new Error('no room');
      stored.push(text);
      return headOf(key, text.length);
    };
    const store = { ...playedStore().store, put };
    const copies = createCopies({
      store,
      tombstones: tombstones(),
      largest: 5,
      told: (word, _, error) => void told.push(error === undefined ? word : [word, String(error)]),
    });
    return { copies, stored, told };
  }
  /** An object of the origin, and what lets its bytes come. */
  function coming(text: string, size = text.length) {
    const bytes = new IdentityTransformStream();
    const come = async () => {
      const writer = bytes.writable.getWriter();
      await writer.write(new TextEncoder().encode(text));
      await writer.close();
    };
    return { whole: { head: headOf('a', size), body: bytes.readable, md5: undefined }, come };
  }
  const reading = () => {
    const { readable, writable } = new IdentityTransformStream();
    return { writable, text: new Response(readable).text() };
  };

  it('is made once at a time, and again after that', async () => {
    const { copies, stored, told } = copying();
    const [first, second, third] = [coming('hello'), coming('hello'), coming('again')];
    const [one, other] = [reading(), reading()];
    expect(copies.isUnderway('a')).toBe(false);
    const moving = copies.move(first.whole, [one.writable]);
    expect([copies.isUnderway('a'), copies.isUnderway('b')]).toEqual([true, false]);
    const passing = copies.move(second.whole, [other.writable]);
    expect(await Promise.all([second.come(), passing, other.text])).toEqual([undefined, undefined, 'hello']);
    expect(copies.isUnderway('a')).toBe(true);
    expect((await Promise.all([first.come(), moving, one.text]))[1]).toMatchObject({ key: 'a', size: 5 });
    expect(copies.isUnderway('a')).toBe(false);
    await Promise.all([third.come(), copies.move(third.whole, [])]);
    expect([stored, told]).toEqual([
      ['hello', 'again'],
      ['passed', 'copied', 'copied'],
    ]);
  });
  it('is none of what is too large, which is passed on', async () => {
    const { copies, stored, told } = copying();
    const [large, taker] = [coming('larger'), reading()];
    const moved = await Promise.all([large.come(), copies.move(large.whole, [taker.writable]), taker.text]);
    expect([moved, stored, told]).toEqual([[undefined, undefined, 'larger'], [], ['passed']]);
  });
  it('that cannot be stored hurts nobody who reads', async () => {
    const { copies, told } = copying(true);
    const [object, taker] = [coming('hello'), reading()];
    const moved = await Promise.all([object.come(), copies.move(object.whole, [taker.writable]), taker.text]);
    expect([moved, told]).toEqual([[undefined, undefined, 'hello'], [['failed', 'Error: no room']]]);
    expect(copies.isUnderway('a')).toBe(false);
  });
  it('of what breaks off is none, and is tried anew', async () => {
    const { copies, stored, told } = copying();
    const object = coming('hell', 5);
    const [, moved] = await Promise.allSettled([object.come(), copies.move(object.whole, [])]);
    expect([moved.status, stored]).toEqual(['rejected', []]);
    expect(told).toEqual([['failed', 'Error: the origin sent 4 bytes of 5']]);
    expect(copies.isUnderway('a')).toBe(false);
  });
});

describe('what an origin has not', () => {
  it('is asked for again after half a minute, and never where it was deleted or is closed', async () => {
    let time = 0;
    const asked: string[] = [];
    const told: string[] = [];
    const origin: Origin = {
      head: async (key) => void asked.push(key),
      get: async (key) => void asked.push(key),
    };
    const { head, get } = readThrough({
      store: playedStore().store,
      tombstones: tombstones('gone'),
      origin,
      closed: ['.fonts/'],
      told: (word, key) => void told.push(`${word} ${key}`),
      waitUntil: () => undefined,
      now: () => time,
    });
    for (const key of ['a', 'a', 'gone', '.fonts/a', '/a', 'b']) {
      expect(await head(key)).toBeUndefined();
      expect(await get(key)).toBeUndefined();
    }
    expect([asked, told]).toEqual([
      ['a', 'b'],
      ['missing a', 'missing b'],
    ]);
    time = 29_999;
    await head('a');
    expect(asked).toHaveLength(2);
    time = 30_000;
    await head('a');
    expect(asked).toHaveLength(3);
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

  it('is asked for again after ten seconds, that of the bucket after a minute', async () => {
    vi.useFakeTimers();
    const keys: string[] = [];
    const ask = async ({ key }: { key: string }) => {
      keys.push(key);
      return new Response(`<Grant>${key === '' ? 'private' : 'default'}</Grant>`);
    };
    const acls = createAcls(access, ask, 'public-read');
    const asked = async (key: string) => {
      keys.length = 0;
      expect(await acls(key)).toBe('private');
      return keys;
    };
    expect(await asked('k')).toEqual(['k', '']);
    vi.setSystemTime(Date.now() + 9_999);
    expect(await asked('k')).toEqual([]);
    expect(await asked('other')).toEqual(['other']);
    vi.setSystemTime(Date.now() + 1);
    expect(await asked('k')).toEqual(['k']);
    vi.setSystemTime(Date.now() + 50_000);
    expect(await asked('k')).toEqual(['k', '']);
    vi.useRealTimers();
  });
});
