/** The memory of bodies in one isolate. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemory } from '../../../src/worker/gateway/memory.ts';
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

it('lets bodies wait while others get on, and for no longer than 45 seconds', async () => {
  const { hold } = createMemory(createLeases());
  const upload = async () => {
    const release = await hold(18 * MEGABYTE);
    await new Promise((resolve) => void setTimeout(resolve, 13_000));
    release();
  };
  const uploads = Promise.allSettled(Array.from({ length: 5 }, upload));
  await vi.advanceTimersByTimeAsync(60_000);
  const stored = (await uploads).filter(({ status }) => status === 'fulfilled');
  // At 0, 13, 26 and 39 seconds.
  expect(stored).toHaveLength(4);
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
