import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Style } from '../../../src/oss/ports.ts';
import {
  createKvRecords,
  type KvRecords,
  type KvRecordsOptions,
  type Spare,
} from '../../../src/worker/storage/kv-records.ts';
import { createKvSettings } from '../../../src/worker/storage/kv-settings.ts';
import { createKvStyles } from '../../../src/worker/storage/kv-styles.ts';

const style = (name: string, day: number, content = 'image/resize,w_100'): Style => ({
  name,
  content,
  category: 'image',
  created: new Date(Date.UTC(2025, 0, day)),
  modified: new Date(Date.UTC(2025, 1, day)),
});

describe('styles', () => {
  it('are kept by bucket and listed in order of creation', async () => {
    const styles = createKvStyles(env.STYLES);
    await styles.put('first-bucket', style('b', 1));
    await styles.put('first-bucket', style('a', 2));
    await styles.put('second-bucket', style('c', 3));
    const elsewhere = createKvStyles(env.STYLES);
    expect(await elsewhere.get('first-bucket', 'a')).toEqual(style('a', 2));
    expect(await elsewhere.list('first-bucket')).toEqual([style('b', 1), style('a', 2)]);
    expect(await elsewhere.get('second-bucket', 'a')).toBeUndefined();
  });
  it('that this isolate wrote or deleted count at once, whatever KV still says', async () => {
    const slow = slowly(env.STYLES);
    const styles = createKvStyles(slow);
    await styles.put('own', style('x', 1));
    expect(await styles.get('own', 'x')).toEqual(style('x', 1));
    expect(await styles.list('own')).toEqual([style('x', 1)]);
    await styles.delete('own', 'x');
    expect(await styles.get('own', 'x')).toBeUndefined();
    expect(await styles.list('own')).toEqual([]);
  });
  it('that another isolate wrote are seen after the remembered seconds', async () => {
    let time = 0;
    const reader = createKvStyles(env.STYLES, { now: () => time });
    const writer = createKvStyles(env.STYLES);
    await writer.put('shared', style('x', 1));
    expect(await reader.get('shared', 'x')).toEqual(style('x', 1));
    await writer.put('shared', style('x', 1, 'image/resize,w_200'));
    expect((await reader.get('shared', 'x'))?.content).toBe('image/resize,w_100');
    time = 10_000;
    expect((await reader.get('shared', 'x'))?.content).toBe('image/resize,w_200');
  });
  it('tell a caller that writes too fast to wait', async () => {
    const throttled = {
      ...env.STYLES,
      put: () => Promise.reject(new Error('KV PUT failed: 429 Too Many Requests')),
    };
    const styles = createKvStyles(throttled as unknown as KVNamespace);
    await expect(styles.put('own', style('x', 1))).rejects.toMatchObject({ status: 503 });
  });
});

describe('settings', () => {
  it('are kept by bucket and name', async () => {
    const settings = createKvSettings(env.STYLES);
    await settings.put('a-bucket', 'img', { StyleDelimiters: '!' });
    expect(await createKvSettings(env.STYLES).get('a-bucket', 'img')).toEqual({ StyleDelimiters: '!' });
    expect(await settings.get('a-bucket', 'processConfiguration')).toBeUndefined();
    await settings.delete('a-bucket', 'img');
    expect(await settings.get('a-bucket', 'img')).toBeUndefined();
  });
});

describe('what an isolate knows', () => {
  let time: number;
  let kept: Map<string, string>;
  let failure: Error | undefined;
  /** What KV holds, seen by others at once, and what it is asked. */
  const kv = {
    async get(key: string) {
      if (failure) throw failure;
      return kept.has(key) ? (JSON.parse(kept.get(key) ?? '') as unknown) : null;
    },
    async put(key: string, json: string) {
      if (failure) throw failure;
      kept.set(key, json);
    },
    async delete(key: string) {
      if (failure) throw failure;
      kept.delete(key);
    },
  } as unknown as KVNamespace;
  const spares = new Map<string, string>();
  const spare: Spare = {
    read: async (key) => spares.get(key),
    write: async (key, json) => void spares.set(key, json),
    remove: async (key) => void spares.delete(key),
  };
  const isolate = (options: KvRecordsOptions = {}) =>
    createKvRecords<{ a: number }>(kv, { now: () => time, ...options });
  const down = new Error('KV is down');
  beforeEach(() => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    time = 0;
    kept = new Map();
    spares.clear();
    failure = undefined;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('of a record that it read holds for ten seconds, that there is none as well', async () => {
    const records = isolate();
    expect(await records.get('k')).toBeUndefined();
    kept.set('k', '{"a":1}');
    time = 9_999;
    expect(await records.get('k')).toBeUndefined();
    time = 10_000;
    expect(await records.get('k')).toEqual({ a: 1 });
    kept.delete('k');
    time = 19_999;
    expect(await records.get('k')).toEqual({ a: 1 });
    time = 20_000;
    expect(await records.get('k')).toBeUndefined();
  });
  it('of a record that it wrote or deleted holds for a minute, whatever KV says', async () => {
    const records = isolate();
    await records.put('k', { a: 1 });
    kept.set('k', '{"a":0}');
    time = 59_999;
    expect(await records.get('k')).toEqual({ a: 1 });
    time = 60_000;
    expect(await records.get('k')).toEqual({ a: 0 });
    await records.delete('k');
    kept.set('k', '{"a":0}');
    time = 119_999;
    expect(await records.get('k')).toBeUndefined();
    time = 120_000;
    expect(await records.get('k')).toEqual({ a: 0 });
  });
  it.each<[string, (records: KvRecords<{ a: number }>) => Promise<void>, { a: number } | undefined]>([
    ['wrote', (records) => records.put('k', { a: 2 }), { a: 2 }],
    ['deleted', (records) => records.delete('k'), undefined],
  ])(
    'of a record that it %s counts before what it has read, earlier or later',
    async (_, change, becomes) => {
      for (const early of [true, false]) {
        const records = isolate();
        kept.set('k', '{"a":1}');
        if (early) expect(await records.get('k')).toEqual({ a: 1 });
        await change(records);
        kept.set('k', '{"a":1}');
        expect(await records.current('k')).toEqual({ a: 1 });
        expect(await records.get('k')).toEqual(becomes);
        time += 59_999;
        expect(await records.get('k')).toEqual(becomes);
        time += 1;
        expect(await records.get('k')).toEqual({ a: 1 });
      }
    },
  );
  it.each([
    ['read', (records: KvRecords<{ a: number }>) => records.get('k')],
    ['asked for', (records: KvRecords<{ a: number }>) => records.current('k')],
    ['written', (records: KvRecords<{ a: number }>) => records.put('k', { a: 1 })],
  ])('of a record that was %s holds for a day while KV fails', async (_, learn) => {
    const records = isolate({ mayBeAbsent: true });
    kept.set('k', '{"a":1}');
    await learn(records);
    failure = down;
    time = 86_399_999;
    expect(await records.get('k')).toEqual({ a: 1 });
    time += 86_400_000;
    expect(await records.get('k')).toBeUndefined();
    await expect(isolate().get('k')).rejects.toBe(down);
  });
  it('is what the spare copy says where it knows nothing itself, which goes with every write', async () => {
    const writer = isolate({ spare });
    await writer.put('k', { a: 1 });
    failure = down;
    expect(await isolate({ spare }).get('k')).toEqual({ a: 1 });
    await expect(writer.put('k', { a: 2 })).rejects.toBe(down);
    await expect(writer.delete('k')).rejects.toBe(down);
    expect([await writer.get('k'), await isolate({ spare }).get('k')]).toEqual([{ a: 1 }, { a: 1 }]);
    failure = undefined;
    await writer.delete('k');
    failure = down;
    expect(await isolate({ spare, mayBeAbsent: true }).get('k')).toBeUndefined();
  });
  it('is asked for after three seconds of KV’s silence', async () => {
    vi.useFakeTimers();
    const silent = { ...kv, get: () => new Promise<never>(() => undefined) } as KVNamespace;
    spares.set('k', '{"a":3}');
    const answer = vi.fn<(record: unknown) => void>();
    void createKvRecords(silent, { spare }).get('k').then(answer);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(answer).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(answer).toHaveBeenCalledWith({ a: 3 });
  });
});

/** A namespace whose writes are not seen yet. */
function slowly(kv: KVNamespace): KVNamespace {
  return {
    get: () => Promise.resolve(null),
    list: () => Promise.resolve({ keys: [], list_complete: true }),
    put: (key: string, value: string) => kv.put(key, value),
    delete: (key: string) => kv.delete(key),
  } as unknown as KVNamespace;
}
