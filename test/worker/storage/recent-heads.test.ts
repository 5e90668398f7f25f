import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectAttributes } from '../../../src/oss/ports.ts';
import { createR2Store } from '../../../src/worker/storage/r2-store.ts';
import { rememberHeads, type RecentHeads } from '../../../src/worker/storage/recent-heads.ts';
import { createRecent } from '../../../src/worker/storage/recent.ts';

const PLAIN: ObjectAttributes = { headers: {}, meta: {}, kind: 'Normal' };
const bytes = (text: string) => new TextEncoder().encode(text);

let time: number;
let store: RecentHeads;
const sizeOf = async (options?: { recent: boolean }) => (await store.head('key', options))?.size;

beforeEach(async () => {
  time = 0;
  store = rememberHeads(createR2Store({ bucket: env.ORIGINALS, prefix: 'heads/' }), 60, () => time);
  await store.put('key', bytes('1'), { attributes: PLAIN });
});

describe('a head', () => {
  it('is remembered for the window, for those who say that it will do', async () => {
    expect(await sizeOf({ recent: true })).toBe(1);
    await env.ORIGINALS.put('heads/key', '22');
    time = 59_999;
    expect(await sizeOf({ recent: true })).toBe(1);
    time = 60_000;
    expect(await sizeOf({ recent: true })).toBe(2);
  });
  it('is the newest for everyone else, and for all after that', async () => {
    expect(await sizeOf({ recent: true })).toBe(1);
    await env.ORIGINALS.put('heads/key', '22');
    expect(await sizeOf()).toBe(2);
    expect(await sizeOf({ recent: true })).toBe(2);
  });
  it('is forgotten by writes, deletions and news of changes', async () => {
    await sizeOf({ recent: true });
    await store.put('key', bytes('333'), { attributes: PLAIN });
    expect(await sizeOf({ recent: true })).toBe(3);
    await env.ORIGINALS.put('heads/key', '4444');
    store.forget(['key']);
    expect(await sizeOf({ recent: true })).toBe(4);
    await store.delete(['key']);
    expect(await sizeOf({ recent: true })).toBeUndefined();
  });
  it.each<[string, (store: RecentHeads) => Promise<unknown>]>([
    ['write', (heads) => heads.put('key', bytes('x'), { attributes: PLAIN })],
    ['deletion', (heads) => heads.delete(['key'])],
  ])('is forgotten by a %s that failed, for it may have been done', async (_, change) => {
    const inner = createR2Store({ bucket: env.ORIGINALS, prefix: 'heads/' });
    const lost = () => Promise.reject(new Error('Network connection lost.'));
    store = rememberHeads({ ...inner, put: lost, delete: lost }, 60, () => time);
    expect(await sizeOf({ recent: true })).toBe(1);
    await env.ORIGINALS.put('heads/key', '22');
    await expect(change(store)).rejects.toThrow('lost');
    expect(await sizeOf({ recent: true })).toBe(2);
  });
  it('that is missing is asked for each time', async () => {
    await env.ORIGINALS.delete('heads/key');
    expect(await sizeOf({ recent: true })).toBeUndefined();
    await env.ORIGINALS.put('heads/key', '22');
    expect(await sizeOf({ recent: true })).toBe(2);
  });
  it('is always asked for when the window is 0', async () => {
    store = rememberHeads(createR2Store({ bucket: env.ORIGINALS, prefix: 'heads/' }), 0, () => time);
    expect(await sizeOf({ recent: true })).toBe(1);
    await env.ORIGINALS.put('heads/key', '22');
    expect(await sizeOf({ recent: true })).toBe(2);
  });
});

describe('what is remembered', () => {
  it('is bounded, the oldest first', () => {
    const recent = createRecent<number>(2, () => time);
    recent.set('a', 1, 10);
    recent.set('b', 2, 10);
    recent.set('a', 3, 10);
    recent.set('c', 4, 10);
    expect(recent.entries()).toEqual([
      ['a', 3],
      ['c', 4],
    ]);
    time = 10_000;
    expect(recent.entries()).toEqual([]);
  });
});
