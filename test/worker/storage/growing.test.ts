/** Objects that grow, over real R2 that fails, hangs and answers late. */
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Crc64 } from '../../../src/oss/protocol/digest/crc64.ts';
import type { Appended, AppendStore, ObjectAttributes, ObjectStore } from '../../../src/oss/ports.ts';
import { createAppends } from '../../../src/worker/storage/growing/append.ts';
import { groups } from '../../../src/worker/storage/growing/compact.ts';
import { findClaims, type Growing, readRuns } from '../../../src/worker/storage/growing/extents.ts';
import { claimMeta, claimName, plain, rootAttributes } from '../../../src/worker/storage/growing/layout.ts';
import { growingStore } from '../../../src/worker/storage/growing/store.ts';
import { sweepGrowing } from '../../../src/worker/storage/growing/sweep.ts';
import { createR2Room, createR2Store } from '../../../src/worker/storage/r2-store.ts';
import { faultyR2, type FaultyR2, type Gate } from '../support/faulty-r2.ts';

const PLAIN: ObjectAttributes = { headers: {}, meta: {}, kind: 'Normal' };
const HOUR = 3_600_000;

let r2: FaultyR2;
let gate: Gate;
let growing: Growing;
let objects: ObjectStore;
let appends: AppendStore;
/** The same objects as another isolate sees them. */
let elsewhere: AppendStore;
let sweepAt: (now: number) => Promise<number>;

beforeEach(async () => {
  const { objects: left } = await env.ORIGINALS.list();
  if (left.length > 0) await env.ORIGINALS.delete(left.map(({ key }) => key));
  gate = (_, run) => run();
  r2 = faultyR2(env.ORIGINALS, (call, run) => gate(call, run));
  growing = {
    objects: createR2Store({ bucket: r2.bucket, prefix: '' }),
    room: createR2Room(r2.bucket, 'examplebucket'),
    now: Date.now,
  };
  objects = growingStore(growing);
  appends = createAppends(growing);
  elsewhere = createAppends(growing);
  sweepAt = (now) => sweepGrowing({ ...growing, now: () => now });
});

function add(position: number, text: string, key = 'log', store = appends): Promise<Appended> {
  const body = new TextEncoder().encode(text);
  const crc = new Crc64();
  crc.update(body);
  return store.append(key, { body, crc64: () => crc.value }, { position, attributes: PLAIN });
}

function addStream(position: number, bytes: Uint8Array<ArrayBuffer>): Promise<Appended> {
  const crc = new Crc64();
  crc.update(bytes);
  const body = { stream: new Blob([bytes]).stream(), length: undefined };
  return appends.append('log', { body, crc64: () => crc.value }, { position, attributes: PLAIN });
}

async function read(key = 'log'): Promise<string> {
  return new Response((await objects.get(key))?.body).text();
}

const piece = (index: number) => `line ${index}\n`;
const won = (answer: Appended) => 'head' in answer;

/** Adds lines one after the other, and gives the whole. */
async function grow(count: number, whole = '', store = appends): Promise<string> {
  for (let index = 0; index < count; index++) {
    expect(won(await add(whole.length, piece(index), 'log', store))).toBe(true);
    whole += piece(index);
  }
  return whole;
}

describe('many small appends', () => {
  it('cost two calls each, and leave few pieces to read', async () => {
    const count = 200;
    const whole = await grow(count);
    // And some more for the first, and whenever a generation is closed.
    expect(r2.calls.length / count).toBeLessThan(2.2);
    const before = r2.calls.length;
    expect(await read()).toBe(whole);
    expect(r2.calls.length - before).toBeLessThan(2 + 64 + Math.log2(count));
    const crc = new Crc64();
    crc.update(new TextEncoder().encode(whole));
    expect(await objects.head('log')).toMatchObject({ size: whole.length, attributes: { crc64: crc.value } });
    expect((await objects.list({ limit: 10 })).objects).toMatchObject([{ key: 'log', size: whole.length }]);
  });

  it('need no more room than an hour of them', async () => {
    const whole = await grow(130);
    const inRoom = async () => (await env.ORIGINALS.list({ prefix: '/appends/' })).objects.length;
    expect(await sweepAt(Date.now() + HOUR / 2)).toBe(0);
    const before = await inRoom();
    expect(await sweepAt(Date.now() + 2 * HOUR)).toBeGreaterThan(120);
    expect(await inRoom()).toBeLessThan(before / 4);
    expect(await read()).toBe(whole);
    const longer = await grow(30, whole);
    expect(await read()).toBe(longer);
  });

  it.each(['line\nfeed', '\u0001', '图\f'])('stay under any key while rooms are swept: %j', async (key) => {
    expect(won(await add(0, 'hel', key))).toBe(true);
    await sweepAt(Date.now() + 2 * HOUR);
    expect(won(await add(3, 'lo', key))).toBe(true);
    await sweepAt(Date.now() + 2 * HOUR);
    expect(await read(key)).toBe('hello');
  });

  it('stay where it cannot be read whose they are', async () => {
    await add(0, 'hello');
    const [marker] = (await env.ORIGINALS.list({ prefix: '/appends/examplebucket/ids/' })).objects;
    expect(marker).toBeDefined();
    await env.ORIGINALS.put(marker?.key ?? '', '', { customMetadata: {} });
    expect(await sweepAt(Date.now() + 2 * HOUR)).toBe(0);
    expect(await read()).toBe('hello');
  });

  it('become runs that are read quickly and rarely written again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 ** 16 }), { maxLength: 300 }), (sizes) => {
        let runs: { name: string; size: number }[] = [];
        for (const size of sizes) {
          const made = groups(runs, [{ name: 'new', size }]);
          expect(made.flat().reduce((sum, one) => sum + one.size, 0)).toBe(
            size + runs.reduce((sum, one) => sum + one.size, 0),
          );
          runs = made.map((group) => ({ name: 'run', size: group.reduce((sum, one) => sum + one.size, 0) }));
        }
        const small = runs.filter((run) => run.size < 8 * 1024 * 1024);
        expect(small.length).toBeLessThan(40);
      }),
    );
  });
});

describe('a large append', () => {
  it('streams, and is read in ranges across its ends', async () => {
    const bytes = Uint8Array.from({ length: 5_500_000 }, (_, index) => (index * 31) >> 5);
    const text = await grow(3);
    expect(won(await addStream(text.length, bytes))).toBe(true);
    expect(won(await add(text.length + bytes.length, 'end'))).toBe(true);
    const head = await objects.head('log');
    const range = { offset: text.length - 2, length: bytes.length + 4 };
    const body = (await objects.get('log', { range, etag: head?.etag }))?.body;
    const all = new Uint8Array(await new Response(body).arrayBuffer());
    expect(new TextDecoder().decode(all.subarray(0, 2))).toBe('2\n');
    expect(all.subarray(2, -2).every((byte, index) => byte === bytes[index])).toBe(true);
    expect(all.length).toBe(bytes.length + 4);
    expect(new TextDecoder().decode(all.subarray(-2))).toBe('en');
  });

  it.each([1, 8 * 1024 * 1024 - 1, 8 * 1024 * 1024])(
    'of %i bytes is one run when its generation is closed, and nothing beside it is',
    async (size) => {
      expect(won(await addStream(0, new Uint8Array(size)))).toBe(true);
      expect(await appends.seal('log', size)).toMatchObject({ sealed: expect.any(Date) as Date });
      const found = await readRuns(growing, 'log');
      expect(found?.runs.map((run) => run.size)).toEqual([size]);
      expect((await objects.head('log'))?.size).toBe(size);
    },
  );

  it('leaves nothing when it comes too late', async () => {
    await add(0, 'x');
    gate = async (call, run) => {
      if (call.name !== 'createMultipartUpload' && !call.key.includes('/bytes/')) return run();
      gate = (_, next) => next();
      await add(1, 'y');
      return run();
    };
    expect(await addStream(1, new Uint8Array(2_000_000))).toMatchObject({ refused: 'position', length: 2 });
    expect(
      (await env.ORIGINALS.list({ prefix: '/appends/' })).objects.map(({ key }) => key),
    ).not.toContainEqual(expect.stringContaining('/bytes/'));
  });
});

it('adds no bytes to an object that was begun anew while they came', async () => {
  await add(0, 'x');
  gate = async (call, run) => {
    const written = await run();
    if (!call.key.includes('/bytes/')) return written;
    gate = (_, next) => next();
    await add(1, 'y', 'log', elsewhere);
    await objects.delete(['log']);
    await add(0, 'z', 'log', elsewhere);
    return written;
  };
  await expect(addStream(1, new Uint8Array(2_000_000))).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  expect(await read()).toBe('z');
  expect(won(await add(1, 'end'))).toBe(true);
  await sweepAt(Date.now() + 2 * HOUR);
  expect(await read()).toBe('zend');
});

describe('appends at the same position', () => {
  it('are one, also where generations change', async () => {
    let whole = '';
    for (let round = 0; round < 70; round++) {
      const texts = ['a', 'bb', 'ccc'].map((text) => `${text}${round};`);
      const answers = await Promise.all(texts.map((text) => add(whole.length, text)));
      expect(answers.filter(won)).toHaveLength(1);
      whole += texts[answers.findIndex(won)];
      expect((await objects.head('log'))?.size).toBe(whole.length);
    }
    expect(await read()).toBe(whole);
  });

  it('are none for one that was asleep while generations passed', async () => {
    await grow(10);
    const { size } = (await objects.head('log')) as { size: number };
    let wake = () => undefined as void;
    const awake = new Promise<void>((resolve) => (wake = resolve));
    gate = async (call, run) => {
      if (call.name !== 'put') return run();
      gate = (_, next) => next();
      await awake;
      return run();
    };
    const sleeper = add(size, 'late');
    const whole = await grow(140, await read());
    wake();
    expect(await sleeper).toMatchObject({ refused: 'position', length: whole.length });
    expect(await read()).toBe(whole);
  });
});

describe('an isolate that remembers where it appended last', () => {
  beforeEach(async () => void (await grow(3)));

  const append = (whole: string) => add(whole.length, 'here');

  it.each([5, 64, 140])('sees what another has added since: %i appends', async (count) => {
    const before = await read();
    const whole = await grow(count, before, elsewhere);
    expect(await append(before)).toMatchObject({ refused: 'position', length: whole.length });
    expect(won(await append(whole))).toBe(true);
    expect(await read()).toBe(`${whole}here`);
  });

  it.each([0, 61, 62])('adds to no object of the past, %i appends on', async (count) => {
    const whole = await grow(count, await read());
    await objects.delete(['log']);
    expect(won(await add(0, whole.toUpperCase(), 'log', elsewhere))).toBe(true);
    expect(won(await append(whole))).toBe(true);
    expect(await read()).toBe(`${whole.toUpperCase()}here`);
  });

  it('adds to nothing that is gone', async () => {
    const whole = await read();
    await objects.delete(['log']);
    expect(await append(whole)).toMatchObject({ refused: 'position', length: 0 });
    expect(await objects.head('log')).toBeUndefined();
  });

  it('adds to nothing that was put in its place', async () => {
    const whole = await read();
    await objects.put('log', new TextEncoder().encode(whole), { attributes: PLAIN });
    expect(await append(whole)).toEqual({ refused: 'kind' });
    expect(await read()).toBe(whole);
  });

  it('takes turns with another, through many generations', async () => {
    let whole = await read();
    const turns = [3, 70, 1, 64, 2];
    for (const [turn, count] of turns.entries())
      whole = await grow(count, whole, turn % 2 === 0 ? elsewhere : appends);
    expect(await read()).toBe(whole);
  });
});

describe('a store that fails', () => {
  /** What was acknowledged is there, what was not may be; then it goes on. */
  async function check(whole: string, last: string): Promise<string> {
    const found = await read();
    expect([whole, whole + last]).toContain(found);
    expect(won(await add(found.length, 'on'))).toBe(true);
    expect(await read()).toBe(`${found}on`);
    return `${found}on`;
  }

  it.each([0, 1, 2, 3, 4, 5])('at call %i of the first append loses nothing', async (at) => {
    const before = r2.calls.length;
    gate = (call, run) =>
      call.index - before === at ? Promise.reject(new Error('Network connection lost.')) : run();
    await add(0, 'first').catch(() => undefined);
    gate = (_, run) => run();
    await check('', 'first');
  });

  it.each(['before', 'after'])(
    '%s each call in turn, while generations close, loses nothing',
    async (when) => {
      let whole = await grow(62);
      for (let at = 0; at < 90; at += 11) {
        const before = r2.calls.length;
        gate = async (call, run) => {
          if (call.index - before === at && when === 'after') await run();
          if (call.index - before === at) throw new Error('Network connection lost.');
          return run();
        };
        let added = '';
        for (let index = 0; index < 4; index++) {
          try {
            if (won(await add(whole.length + added.length, 'x'))) added += 'x';
          } catch {
            break;
          }
        }
        gate = (_, run) => run();
        whole = await check(whole + added, 'x');
      }
      expect(await read()).toBe(whole);
    },
  );
});

describe('an object that is sealed', () => {
  it.each([1, 2, 3, 4, 5])(
    'loses nothing that was acknowledged when an append comes at call %i of it',
    async (at) => {
      let whole = await grow(5);
      const before = r2.calls.length;
      gate = async (call, run) => {
        if (call.index - before !== at) return run();
        gate = (_, next) => next();
        if (won(await add(whole.length, 'late', 'log', elsewhere))) whole += 'late';
        return run();
      };
      const sealed = await appends.seal('log', whole.length);
      gate = (_, run) => run();
      // One of both came first: either the append is in, and the length was wrong, or it was refused.
      expect('sealed' in sealed).toBe(!whole.endsWith('late'));
      expect(await read()).toBe(whole);
      expect(won(await add(whole.length, 'on', 'log', elsewhere))).toBe(!('sealed' in sealed));
    },
  );

  it('is sealed by who asks again, after a store that failed in between', async () => {
    const whole = await grow(5);
    for (let at = 0; at < 8; at++) {
      const before = r2.calls.length;
      gate = (call, run) =>
        call.index - before === at ? Promise.reject(new Error('Network connection lost.')) : run();
      await appends.seal('log', whole.length).catch(() => undefined);
    }
    gate = (_, run) => run();
    expect(await appends.seal('log', whole.length)).toHaveProperty('sealed');
    expect(await add(whole.length, 'x')).toEqual({ refused: 'sealed' });
    expect(await read()).toBe(whole);
  });
});

it('keeps tags that are written while a generation closes', async () => {
  let whole = await grow(63);
  const head = await objects.head('log');
  const tagged = { ...(head?.attributes as ObjectAttributes), tags: { a: 'b' } };
  const source = { pieces: [] };
  const write = () => objects.put('log', source, { attributes: tagged, ifMatch: head?.etag });
  gate = async (call, run) => {
    if (call.name !== 'put' || call.key !== 'log') return run();
    gate = (_, next) => next();
    written = await write();
    return run();
  };
  let written: unknown;
  whole += 'last';
  expect(won(await add(whole.length - 4, 'last'))).toBe(true);
  expect(written).toMatchObject({ size: whole.length });
  expect((await objects.head('log'))?.attributes.tags).toEqual({ a: 'b' });
  expect(await read()).toBe(whole);
  expect(await write()).toBeUndefined();
});

it.each([
  [3, true],
  [4, false],
])('grows to five gigabytes and no further: by %i bytes of three that are left', async (more, fits) => {
  const size = 5 * 1024 ** 3 - 3;
  const root = { id: 'a'.repeat(32), generation: 7, size, modified: 0 };
  const attributes = rootAttributes(root, '0', PLAIN);
  const stored = createR2Store({ bucket: env.ORIGINALS, prefix: '' });
  await stored.put('log', new TextEncoder().encode('{"runs":[]}'), { attributes });
  const added = add(size, 'x'.repeat(more));
  if (fits) expect(await added).toMatchObject({ head: { size: size + more } });
  else await expect(added).rejects.toMatchObject({ code: 'EntityTooLarge' });
  expect((await objects.head('log'))?.size).toBe(fits ? size + more : size);
});

it('lets go of bodies that it reads nothing of', async () => {
  let cancelled = 0;
  const root = rootAttributes({ id: 'a', generation: 0, size: 0, modified: 0 }, '0', PLAIN);
  const asked = async (attributes: ObjectAttributes, ask: (store: ObjectStore) => Promise<unknown>) => {
    const body = new ReadableStream<Uint8Array>({ cancel: () => void cancelled++ });
    const head = { key: 'log', size: 0, etag: 'e', modified: new Date(0), attributes };
    const store = { ...objects, head: async () => head, get: async () => ({ ...head, body }) };
    cancelled = 0;
    expect(await ask(growingStore({ objects: store, room: objects, now: Date.now }))).toBeUndefined();
    return cancelled;
  };
  // The list of what has grown since, and an object that was put in the place of one that grew.
  expect(await asked(root, (store) => store.get('log', { etag: 'f' }))).toBe(1);
  const tagged = { attributes: { ...PLAIN, kind: 'Appendable' }, ifMatch: 'a.0.e' } as const;
  expect(await asked(PLAIN, (store) => store.put('log', { pieces: [] }, tagged))).toBe(1);
  expect(await asked(PLAIN, (store) => store.get('log', { etag: 'a.0.e' }))).toBe(1);
});

it('finds all claims of a generation, however many pages of them there are, in their order', async () => {
  const root = { key: 'log', etag: 'e', attributes: PLAIN, id: 'i', generation: 1, size: 0, modified: 0 };
  const starts = Array.from({ length: 2001 }, (_, i) => i * 3);
  const heads = starts.toReversed().map((start, count) => {
    const key = claimName(root, start);
    const claim = { start, end: start + 3, sealed: false, crc64: '0', count, modified: 0, nonce: 'n' };
    const meta = claimMeta({ ...claim, extent: { name: key, size: 3 } }, key);
    return { key, size: 3, etag: 'e', modified: new Date(0), attributes: plain(meta) };
  });
  const room = {
    list: async ({ limit, cursor = '0' }: { limit: number; cursor?: string | undefined }) => {
      const end = Number(cursor) + limit;
      return {
        objects: heads.slice(Number(cursor), end),
        prefixes: [],
        cursor: end < heads.length ? `${end}` : undefined,
      };
    },
  };
  const found = await findClaims({ objects, room: { ...objects, ...room }, now: Date.now }, root);
  expect(found.map(({ start }) => start)).toEqual(starts);
});
