import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ObjectAttributes, ObjectStore, Piece } from '../../../src/oss/ports.ts';
import { OssError } from '../../../src/oss/protocol/error/oss-error.ts';
import { createKvSettings } from '../../../src/worker/storage/kv-settings.ts';
import { createKvStyles } from '../../../src/worker/storage/kv-styles.ts';
import { PART_BYTES } from '../../../src/worker/storage/parts.ts';
import { createR2Spare } from '../../../src/worker/storage/r2-spare.ts';
import { createR2Staging, createR2Store } from '../../../src/worker/storage/r2-store.ts';
import { sweepScratch } from '../../../src/worker/storage/scratch.ts';
import { faultyR2, type FaultyR2, type Gate, never } from '../support/faulty-r2.ts';

const PLAIN: ObjectAttributes = { headers: {}, meta: {}, kind: 'Normal' };
const HELLO = new TextEncoder().encode('hello');
const TOO_FAST = 'put: Reduce your concurrent request rate for the same object. (10058)';
const UNAVAILABLE = { code: 'ServiceUnavailable', status: 503 };

let r2: FaultyR2;
let store: ObjectStore;
const behind = (gate: Gate) => {
  r2 = faultyR2(env.ORIGINALS, gate);
  store = createR2Store({ bucket: r2.bucket, prefix: '' });
};
const named = (name: string) => r2.calls.filter((call) => call.name === name);

async function textOf(key: string): Promise<string> {
  return new Response((await createR2Store({ bucket: env.ORIGINALS, prefix: '' }).get(key))?.body).text();
}

/** A piece of a text that counts how often it is opened. */
function pieceOf(text: string, opened: unknown[] = []): Piece {
  const bytes = new TextEncoder().encode(text);
  return {
    size: bytes.length,
    async open(range = { offset: 0, length: bytes.length }) {
      opened.push(range);
      return new Blob([bytes.slice(range.offset, range.offset + range.length)]).stream();
    },
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a store that is asked too often', () => {
  const throttled =
    (times: number): Gate =>
    (call, run) =>
      call.name === 'put' && call.index < times ? Promise.reject(new Error(TOO_FAST)) : run();

  it('gets bytes once more, after its second', async () => {
    behind(throttled(1));
    expect(await store.put('again', HELLO, { attributes: PLAIN })).toMatchObject({ size: 5 });
    expect(named('put')).toHaveLength(2);
  });
  it('gets pieces once more, opened again', async () => {
    behind(throttled(2));
    const opened: unknown[] = [];
    const pieces = [pieceOf('one', opened), pieceOf('two', opened)];
    await store.put('pieces', { pieces }, { attributes: PLAIN });
    expect(await textOf('pieces')).toBe('onetwo');
    expect(opened.length).toBeGreaterThan(2);
  });
  it('is left alone after some attempts', async () => {
    behind(throttled(99));
    await expect(store.put('never', HELLO, { attributes: PLAIN })).rejects.toMatchObject(UNAVAILABLE);
    expect(named('put')).toHaveLength(4);
  });
  it('is waited for before a stream, which cannot be sent twice', async () => {
    behind((_, run) => run());
    const start = Date.now();
    for (let i = 0; i < 2; i++) {
      const stream = new Blob([HELLO]).stream();
      await store.put('paced', { stream, length: 5 }, { attributes: PLAIN });
    }
    expect(Date.now() - start).toBeGreaterThanOrEqual(1000);
  });
});

describe('any call that fails or hangs', () => {
  const calls: [string, () => Promise<unknown>][] = [
    ['head', () => store.head('k')],
    ['get', () => store.get('k')],
    ['put', () => store.put('k', HELLO, { attributes: PLAIN })],
    [
      'a stream',
      () => store.put('k', { stream: new Blob([HELLO]).stream(), length: 5 }, { attributes: PLAIN }),
    ],
    ['pieces', () => store.put('k', { pieces: [pieceOf('x')] }, { attributes: PLAIN })],
    ['delete', () => store.delete(['k'])],
    ['list', () => store.list({ limit: 1 })],
  ];
  const failures = [
    'list: We encountered an internal error. Please try again. (10001)',
    'get: 429 Too Many Requests',
    'head: The service is temporarily unavailable. (10043)',
    'Network connection lost.',
  ];
  it.each(failures.flatMap((failure) => calls.map(([name]) => [name, failure])))(
    'is 503 to the caller: %s, %s',
    async (name, failure) => {
      vi.useFakeTimers();
      behind(() => Promise.reject(new Error(failure)));
      const asked = expect(calls.find(([known]) => known === name)?.[1]()).rejects.toMatchObject(UNAVAILABLE);
      await vi.advanceTimersByTimeAsync(60_000);
      await asked;
    },
  );
  it.each(calls)('has a deadline: %s', async (_, call) => {
    vi.useFakeTimers();
    behind(() => never);
    const asked = expect(call()).rejects.toMatchObject(UNAVAILABLE);
    await vi.advanceTimersByTimeAsync(120_000);
    await asked;
  });
  it('is what it is when it says that something is wrong', async () => {
    behind(() => Promise.reject(new Error('put: Your metadata headers exceed the maximum. (10012)')));
    await expect(store.put('k', HELLO, { attributes: PLAIN })).rejects.toThrow('10012');
  });
});

describe('pieces', () => {
  const TEXT = 'abcdefghij'.repeat(1_200_000);
  it('too long for one call are written in parts of R2’s own, cut anywhere', async () => {
    r2 = faultyR2(env.ORIGINALS, (_, run) => run());
    store = createR2Store({ bucket: r2.bucket, prefix: '', largest: 5 * 1024 * 1024 });
    const pieces = [
      pieceOf(TEXT.slice(0, 7)),
      pieceOf(TEXT.slice(7, 8_000_000)),
      pieceOf(TEXT.slice(8_000_000)),
    ];
    const first = await store.put('large', { pieces }, { attributes: PLAIN, ifAbsent: true });
    expect(first?.size).toBe(TEXT.length);
    expect(named('uploadPart')).toHaveLength(3);
    expect(await textOf('large')).toBe(TEXT);
    expect(await store.put('large', { pieces }, { attributes: PLAIN, ifAbsent: true })).toBeUndefined();
    const ifMatch = 'f'.repeat(32);
    expect(await store.put('large', { pieces }, { attributes: PLAIN, ifMatch })).toBeUndefined();
    // What is refused is given up, and lies nowhere.
    expect([named('createMultipartUpload').length, named('abort').length]).toEqual([3, 2]);
    const replaced = { attributes: { ...PLAIN, meta: { a: 'b' } }, ifMatch: first?.etag };
    expect(await store.put('large', { pieces }, replaced)).toMatchObject({
      attributes: { meta: { a: 'b' } },
    });
  });
  it.each([0, 1])('of an unknown number that break off in part %i give up what was begun', async (part) => {
    behind((_, run) => run());
    let left = part * PART_BYTES + 9;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left === 0) return controller.error(new Error('it broke off'));
        const bytes = new Uint8Array(Math.min(left, 1024 * 1024));
        left -= bytes.length;
        controller.enqueue(bytes);
      },
    });
    const put = store.put('torn', { stream, length: undefined }, { attributes: PLAIN });
    await expect(put).rejects.toThrow('it broke off');
    expect([named('createMultipartUpload').length, named('abort').length]).toEqual([part, part]);
    expect(await store.head('torn')).toBeUndefined();
  });
  it('that cannot be opened write nothing, and say why', async () => {
    behind((_, run) => run());
    const gone = { size: 5, open: () => Promise.reject(new Error('it is gone')) };
    const put = store.put('torn', { pieces: [pieceOf('x'), gone] }, { attributes: PLAIN });
    await expect(put).rejects.toThrow('it is gone');
    expect(await store.head('torn')).toBeUndefined();
  });
  const brokenOff = ['Network connection lost.', 'get: an internal error occurred (10001)', 'get: timed out'];
  it.each(brokenOff.flatMap((text) => [5_000_000_000, 5 * 1024 * 1024].map((most) => [text, most] as const)))(
    'whose store breaks off while they are written on ask the caller to come back: %s, %i bytes a call',
    async (text, largest) => {
      r2 = faultyR2(env.ORIGINALS, (_, run) => run());
      store = createR2Store({ bucket: r2.bucket, prefix: '', largest });
      const size = 6 * 1024 * 1024;
      const half = pieceOf(TEXT.slice(0, size / 2));
      const broken: Piece = {
        size: size / 2,
        async open() {
          const [start, rest] = [new Uint8Array(1000), new Error(text)];
          const body = new TransformStream<Uint8Array, Uint8Array>();
          const writer = body.writable.getWriter();
          void writer.write(start).then(
            () => writer.abort(rest),
            () => undefined,
          );
          return body.readable;
        },
      };
      const put = store.put('broken', { pieces: [half, broken] }, { attributes: PLAIN });
      await expect(put).rejects.toMatchObject(UNAVAILABLE);
      expect(await store.head('broken')).toBeUndefined();
      expect(named('abort')).toHaveLength(named('createMultipartUpload').length);
    },
  );
  it('whose reading is refused are refused with the same words', async () => {
    behind((_, run) => run());
    const refusal = new OssError('NoSuchKey', { message: 'it timed out and is gone' });
    const refused = { size: 5, open: () => Promise.reject(refusal) };
    await expect(store.put('refused', { pieces: [refused] }, { attributes: PLAIN })).rejects.toBe(refusal);
  });
  it('replace only the version that was asked for', async () => {
    behind((_, run) => run());
    const head = await store.put('version', HELLO, { attributes: PLAIN });
    const options = { attributes: PLAIN, ifMatch: head?.etag };
    expect(await store.put('version', { pieces: [pieceOf('two')] }, options)).toBeDefined();
    expect(await store.put('version', { pieces: [pieceOf('three')] }, options)).toBeUndefined();
    expect(await store.put('nothing', HELLO, options)).toBeUndefined();
    expect(await textOf('version')).toBe('two');
  });
  it.each(['the same bytes with other attributes', 'other bytes', 'nothing any more'])(
    'replace the very write that was asked for, not %s',
    async (what) => {
      behind((_, run) => run());
      const head = await store.put('written', HELLO, { attributes: PLAIN });
      const options = { attributes: PLAIN, ifMatch: head?.etag, ifWritten: head?.modified };
      const tagged = { attributes: { ...PLAIN, tags: { a: '1' } } };
      // R2 tells times in milliseconds, and writes of one key apart by a second.
      await scheduler.wait(5);
      if (what === 'nothing any more') await store.delete(['written']);
      else await store.put('written', what === 'other bytes' ? HELLO.slice(1) : HELLO, tagged);
      const after = await store.head('written');
      expect(await store.put('written', HELLO, options)).toBeUndefined();
      expect(await store.head('written')).toEqual(after);
    },
  );
  it('replace the very write that was asked for while it is there', async () => {
    behind((_, run) => run());
    const head = await store.put('written', HELLO, { attributes: PLAIN });
    const options = {
      attributes: { ...PLAIN, meta: { a: 'b' } },
      ifMatch: head?.etag,
      ifWritten: head?.modified,
    };
    expect(await store.put('written', HELLO, options)).toMatchObject({ attributes: { meta: { a: 'b' } } });
  });
});

describe('a listing beside parts of uploads', () => {
  beforeEach(async () => {
    const { objects } = await env.ORIGINALS.list();
    await env.ORIGINALS.delete(objects.map(({ key }) => key));
    const staging = createR2Staging(env.ORIGINALS, 'examplebucket');
    for (let part = 0; part < 30; part++) await staging.put(`u/${part}`, HELLO, { attributes: PLAIN });
    behind((_, run) => run());
  });
  const keys = async (options: Parameters<ObjectStore['list']>[0]) => {
    const page = await store.list(options);
    return [[...page.objects.map(({ key }) => key), ...page.prefixes], page.cursor !== undefined];
  };

  it.each(['/', undefined])('steps over them in one call (delimiter %s)', async (delimiter) => {
    for (const key of ['!a', '-b', '0c', 'd']) await store.put(key, HELLO, { attributes: PLAIN });
    r2.calls.length = 0;
    expect(await keys({ limit: 1, delimiter })).toEqual([['!a'], true]);
    expect(await keys({ limit: 1, delimiter, startAfter: '!a' })).toEqual([['-b'], true]);
    expect(await keys({ limit: 1, delimiter, startAfter: '-b' })).toEqual([['0c'], true]);
    expect(await keys({ limit: 3, delimiter, startAfter: '!a' })).toEqual([['-b', '0c', 'd'], false]);
    expect(r2.calls.length).toBeLessThanOrEqual(12);
    await store.delete(['0c', 'd']);
    expect(await keys({ limit: 2, delimiter })).toEqual([['!a', '-b'], false]);
    await store.delete(['!a', '-b']);
  });
});

describe('bytes put aside', () => {
  it('are swept once nobody can be using them', async () => {
    await env.ORIGINALS.put('/scratch/left', HELLO);
    expect(await sweepScratch(env.ORIGINALS, Date.now())).toBe(0);
    expect(await sweepScratch(env.ORIGINALS, Date.now() + 3_700_000)).toBe(1);
    expect(await env.ORIGINALS.head('/scratch/left')).toBeNull();
  });
});

describe('metadata of other tools', () => {
  it('that no header can carry is left out', async () => {
    const httpMetadata = {
      contentType: 'text/plain\u0000',
      cacheControl: 'a\u0001b',
      contentLanguage: 'de',
      cacheExpiry: new Date(NaN),
    };
    const customMetadata = { 'a b': '1', ok: '图', 'ends\r': 'x', line: 'a\r\nSet-Cookie: b' };
    const foreign = {
      key: 'k',
      size: 1,
      etag: 'e',
      uploaded: new Date(),
      checksums: {},
      httpMetadata,
      customMetadata,
    };
    behind(() => Promise.resolve(foreign));
    const head = await store.head('k');
    expect(head?.attributes).toMatchObject({ headers: { contentLanguage: 'de' }, meta: { ok: '图' } });
    expect(Object.keys(head?.attributes.meta ?? {})).toEqual(['ok']);
    expect([head?.attributes.headers.contentType, head?.attributes.headers.expires]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('KV that fails', () => {
  let works = true;
  const kv = new Proxy(env.STYLES, {
    get: (target, name: keyof KVNamespace) =>
      works
        ? (target[name] as (...args: unknown[]) => unknown).bind(target)
        : () => Promise.reject(new Error('KV GET failed: 429 Too Many Requests')),
  });
  const spare = createR2Spare(() => env.ORIGINALS);
  beforeEach(() => {
    works = true;
  });

  it('leaves what was known in force, long after it would be asked again', async () => {
    let time = 0;
    const options = { spare, now: () => time };
    const settings = createKvSettings(kv, options);
    await createKvSettings(env.STYLES).put('b', 'img', { UseStyleOnly: 'true' });
    expect(await settings.get('b', 'img')).toEqual({ UseStyleOnly: 'true' });
    works = false;
    time = 3_600_000;
    expect(await settings.get('b', 'img')).toEqual({ UseStyleOnly: 'true' });
  });
  it('leaves protection in force in an isolate that knows nothing yet', async () => {
    await createKvSettings(kv, { spare }).put('b', 'img', { OrigPicForbidden: 'true' });
    works = false;
    expect(await createKvSettings(kv, { spare }).get('b', 'img')).toEqual({ OrigPicForbidden: 'true' });
    expect(await createKvSettings(kv, { spare }).get('other', 'img')).toBeUndefined();
    await expect(createKvStyles(kv, { spare }).get('b', 'unknown')).rejects.toMatchObject(UNAVAILABLE);
  });
  it('is told to whoever needs what counts now, whatever is remembered or spare', async () => {
    const settings = createKvSettings(kv, { spare });
    await settings.put('b', 'lifecycle', { rules: '[]' });
    expect(await settings.get('b', 'lifecycle', { current: true })).toEqual({ rules: '[]' });
    await env.STYLES.delete('setting:b:lifecycle');
    expect(await settings.get('b', 'lifecycle')).toEqual({ rules: '[]' });
    expect(await settings.get('b', 'lifecycle', { current: true })).toBeUndefined();
    works = false;
    await expect(settings.get('b', 'lifecycle', { current: true })).rejects.toMatchObject(UNAVAILABLE);
  });
  it('has a deadline', async () => {
    vi.useFakeTimers();
    const silent = new Proxy(env.STYLES, { get: () => () => never });
    const asked = createKvSettings(silent).get('b', 'img');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await asked).toBeUndefined();
  });
});
