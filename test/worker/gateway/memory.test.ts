/** The memory of bodies in one isolate. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemory } from '../../../src/worker/gateway/memory.ts';
import { turns } from '../../../src/worker/storage/turns.ts';
import { createLeases } from '../../../src/worker/leases.ts';

const MEGABYTE = 1024 * 1024;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function isHeld(held: Promise<unknown>): Promise<boolean> {
  let settled = false;
  held.then(
    () => (settled = true),
    () => undefined,
  );
  await vi.advanceTimersByTimeAsync(300);
  return settled;
}

it('has room for two uploads of unknown length; a third waits until one is done', async () => {
  const { hold } = createMemory(createLeases());
  const first = await hold(9 * MEGABYTE);
  await hold(9 * MEGABYTE);
  const third = hold(9 * MEGABYTE);
  expect(await isHeld(third)).toBe(false);
  first();
  first();
  expect(await isHeld(third)).toBe(true);
  expect(await isHeld(hold(1))).toBe(false);
});

it('gives all there is to a body that would take more', async () => {
  const { hold } = createMemory(createLeases());
  const release = await hold(5000 * MEGABYTE);
  expect(await isHeld(hold(1))).toBe(false);
  release();
  expect(await isHeld(hold(17 * MEGABYTE))).toBe(true);
});

it('lets nobody wait for longer than half a minute, and tells him to come again', async () => {
  const { hold } = createMemory(createLeases());
  const release = await hold(18 * MEGABYTE);
  const late = hold(1);
  const refused = expect(late).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  await vi.advanceTimersByTimeAsync(31_000);
  await refused;
  release();
  expect(await isHeld(hold(18 * MEGABYTE))).toBe(true);
});

it.each([
  { what: 'a long body waits as long as the one before it gets on', bytes: 18, parts: 5, stored: 2 },
  { what: 'a long body does not wait for one that rests', bytes: 18, parts: 1, stored: 1 },
  // Its sender has sent all of it, and is told before it gives up by itself.
  { what: 'a small body waits for less than a minute', bytes: 2, parts: 5, stored: 1 },
])('$what', async ({ bytes, parts, stored }) => {
  const { hold } = createMemory(createLeases());
  const upload = async (megabytes: number) => {
    const release = await hold(megabytes * MEGABYTE);
    for (let part = 0; part < parts; part++) {
      await new Promise((resolve) => void setTimeout(resolve, 100_000 / parts));
      if (parts > 1) turns.taken();
    }
    release();
  };
  const uploads = Promise.allSettled([upload(18), upload(bytes)]);
  await vi.advanceTimersByTimeAsync(201_000);
  expect((await uploads).filter(({ status }) => status === 'fulfilled')).toHaveLength(stored);
});

it('comes back from a request that died, and stays with a slow one that lives', async () => {
  const { hold } = createMemory(createLeases());
  // The request is cut off: its timers never come again, and nothing of it runs.
  const set = vi.spyOn(globalThis, 'setInterval').mockReturnValueOnce(0 as never);
  await hold(17 * MEGABYTE);
  set.mockRestore();
  const slow = await hold(MEGABYTE);
  const next = hold(17 * MEGABYTE);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await isHeld(next)).toBe(true);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(await isHeld(hold(MEGABYTE))).toBe(false);
  slow();
});

it('lets so many wait and no more', async () => {
  const leases = createLeases();
  const { hold } = createMemory(leases);
  const release = await hold(18 * MEGABYTE);
  const waiting = Array.from({ length: 256 }, () => hold(1));
  await expect(hold(1)).rejects.toMatchObject({ status: 503 });
  expect(leases.count).toBe(257);
  release();
  for (const give of await Promise.all(waiting)) give();
  expect(leases.count).toBe(0);
});
