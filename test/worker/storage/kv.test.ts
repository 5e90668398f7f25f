import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Style } from '../../../src/oss/ports.ts';
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

/** A namespace whose writes are not seen yet. */
function slowly(kv: KVNamespace): KVNamespace {
  return {
    get: () => Promise.resolve(null),
    list: () => Promise.resolve({ keys: [], list_complete: true }),
    put: (key: string, value: string) => kv.put(key, value),
    delete: (key: string) => kv.delete(key),
  } as unknown as KVNamespace;
}
