/** What is swept of R2 and what stays, by its age and by the pages of a listing. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectAttributes } from '../../../src/oss/ports.ts';
import { createTombstones, sweepTombstones } from '../../../src/worker/storage/origin/tombstones.ts';
import { createR2Gone } from '../../../src/worker/storage/r2-store.ts';
import { sweepScratch } from '../../../src/worker/storage/scratch.ts';
import { sweepSpare } from '../../../src/worker/storage/spare-sweep.ts';

const HOUR = 3_600_000;
const PLAIN: ObjectAttributes = { headers: {}, meta: {}, kind: 'Normal' };
const R2 = env.ORIGINALS;
const keys = async (prefix: string) => (await R2.list({ prefix })).objects.map(({ key }) => key);
const written = async (key: string) => (await R2.head(key))?.uploaded.getTime() ?? 0;

/** The same bucket, a few objects a page. */
function inShortPages(bucket: R2Bucket): R2Bucket {
  return new Proxy(bucket, {
    get(target, name: keyof R2Bucket) {
      if (name === 'list') return (options: R2ListOptions) => target.list({ ...options, limit: 2 });
      return (target[name] as (...args: unknown[]) => unknown).bind(target);
    },
  });
}

beforeEach(async () => {
  for (const { key } of (await R2.list()).objects) await R2.delete(key);
  for (const { name } of (await env.STYLES.list()).keys) await env.STYLES.delete(name);
});

describe('bytes that were put aside', () => {
  it('stay for an hour', async () => {
    await R2.put('/scratch/a', 'x');
    const time = await written('/scratch/a');
    expect(await sweepScratch(R2, time + HOUR)).toBe(0);
    expect(await keys('/scratch/')).toEqual(['/scratch/a']);
    expect(await sweepScratch(R2, time + HOUR + 1)).toBe(1);
    expect(await keys('/scratch/')).toEqual([]);
  });
  it('are all found, and nothing else', async () => {
    for (const name of ['1', '2', '3', '4', '5']) await R2.put(`/scratch/${name}`, 'x');
    await R2.put('scratch/mine', 'x');
    await R2.put('/staging/b', 'x');
    expect(await sweepScratch(inShortPages(R2), Date.now() + 2 * HOUR)).toBe(5);
    expect(await keys('')).toEqual(['/staging/b', 'scratch/mine']);
  });
});

describe('spare copies of records', () => {
  const place = { kv: env.STYLES, r2: R2, bucket: 'photos' };
  const spareOf = async (name: string) => (await R2.get(`/records/${name}`))?.text();

  it('are brought in step with KV, and with nothing of another bucket', async () => {
    const names = ['style:photos:changed', 'setting:photos:gone', 'style:photos:same', 'style:other:gone'];
    for (const name of names) await R2.put(`/records/${name}`, 'old');
    await env.STYLES.put('style:photos:changed', 'new');
    await env.STYLES.put('style:photos:same', 'old');
    await env.STYLES.put('setting:photos:missing', 'kept');
    const age = (await R2.head('/records/style:photos:same'))?.etag;
    expect(await sweepSpare({ ...place, r2: inShortPages(R2) }, Date.now() + 2 * HOUR)).toBe(3);
    expect(await Promise.all([...names, 'setting:photos:missing'].map(spareOf))).toEqual([
      'new',
      undefined,
      'old',
      'old',
      'kept',
    ]);
    expect((await R2.head('/records/style:photos:same'))?.etag).toBe(age);
    expect(await sweepSpare(place, Date.now() + 2 * HOUR)).toBe(0);
  });
  it('are judged once they are an hour old', async () => {
    await R2.put('/records/style:photos:gone', 'old');
    const time = await written('/records/style:photos:gone');
    expect(await sweepSpare(place, time + HOUR - 1)).toBe(0);
    expect(await spareOf('style:photos:gone')).toBe('old');
    expect(await sweepSpare(place, time + HOUR)).toBe(1);
    expect(await spareOf('style:photos:gone')).toBeUndefined();
  });
  it.each([
    ['is written meanwhile', 'style:photos:a', 'old'],
    ['comes to be meanwhile', 'style:photos:b', undefined],
  ])('leave the last word to whoever writes one that %s', async (_, name, before) => {
    if (before !== undefined) await R2.put(`/records/${name}`, before);
    await env.STYLES.put(name, 'as KV said');
    const racing = new Proxy(env.STYLES, {
      get: (target, call: keyof KVNamespace) => async (first: string, second: string) => {
        const answer: unknown = await (target[call] as (...args: unknown[]) => unknown).call(
          target,
          first,
          second,
        );
        if (call === 'get') await R2.put(`/records/${name}`, 'newest');
        return answer;
      },
    });
    expect(await sweepSpare({ ...place, kv: racing }, Date.now() + 2 * HOUR)).toBe(0);
    expect(await spareOf(name)).toBe('newest');
  });
});

describe('what was deleted', () => {
  it('is known until it is swept, each by its own name, a few at a time', async () => {
    const room = createR2Gone(R2, 'photos');
    let atOnce = 0;
    let most = 0;
    const put: typeof room.put = async (...args) => {
      most = Math.max(most, ++atOnce);
      const head = await room.put(...args);
      atOnce--;
      return head;
    };
    const gone = createTombstones({ ...room, put });
    const names = Array.from({ length: 14 }, (_, i) => `key-${i}`);
    await gone.add(names);
    expect(most).toBeLessThanOrEqual(6);
    expect(await Promise.all([...names, 'key'].map((name) => gone.has(name)))).toEqual([
      ...names.map(() => true),
      false,
    ]);
    await createR2Gone(R2, 'other').put('theirs', new Uint8Array(), { attributes: PLAIN });
    expect(await sweepTombstones(createR2Gone(inShortPages(R2), 'photos'))).toBe(14);
    expect(await keys('/gone/')).toEqual(['/gone/other/theirs']);
  });
});
