import { expect, it, vi } from 'vitest';
import { createChanges } from '../../../src/worker/gateway/changes.ts';
import type { WorkerBuckets } from '../../../src/worker/storage/buckets.ts';
import { originalTag } from '../../../src/worker/wire/address.ts';

/** Changes over a purge that is watched; `ended` waits for what was begun. */
function watched(purge: (tags: readonly string[]) => Promise<void>) {
  const forget = vi.fn();
  const begun: Promise<unknown>[] = [];
  const buckets = { known: () => ({ objects: { forget } }) } as unknown as WorkerBuckets;
  const changes = createChanges(buckets, { purge, waitUntil: (work) => void begun.push(work) });
  return { changes, forget, ended: () => Promise.all(begun) };
}

it.each([
  [1, [1]],
  [100, [100]],
  [101, [100, 1]],
  [250, [100, 100, 50]],
])('purges the tags of %i originals in calls of %j', async (count, calls) => {
  const purged: (readonly string[])[] = [];
  const { changes, forget, ended } = watched(async (tags) => void purged.push(tags));
  const keys = Array.from({ length: count }, (_, i) => `key-${i}`);
  changes.changed('examplebucket', keys);
  expect(forget).toHaveBeenCalledWith(keys);
  await ended();
  expect(purged.map(({ length }) => length)).toEqual(calls);
  expect(purged.flat()).toEqual(await Promise.all(keys.map((key) => originalTag('examplebucket', key))));
});

it('fails nobody when a purge fails', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { changes, ended } = watched(() => Promise.reject(new Error('no purge today')));
  changes.changed('examplebucket', ['a']);
  await ended();
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});
