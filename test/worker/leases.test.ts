import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { awake, createLeases, type Leases, within } from '../../src/worker/leases.ts';

let leases: Leases;
const late = () => new Error('late');

beforeEach(() => {
  vi.useFakeTimers();
  leases = createLeases();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The request of a job is cut off: its timers never come again, and nothing of it runs. */
function openInRequestThatDies(): ReturnType<Leases['open']> {
  const set = vi.spyOn(globalThis, 'setInterval').mockReturnValueOnce(0 as never);
  const open = leases.open(60, late);
  set.mockRestore();
  return open;
}

it('gives back what a dead job holds, once somebody is there to see it', () => {
  const { lease } = openInRequestThatDies();
  let given = 0;
  lease.hold(() => given++);
  vi.advanceTimersByTime(60_000);
  expect(given).toBe(0);
  leases.open(60, late);
  vi.advanceTimersByTime(10_000);
  expect(given).toBe(1);
  expect(lease.stopped?.message).toBe('the job was given up');
  expect(leases.count).toBe(1);
});

it('leaves those alone that give signs of life, however many look', () => {
  const all = Array.from({ length: 20 }, () => leases.open(600, late));
  vi.advanceTimersByTime(60_000);
  expect(all.filter(({ lease }) => lease.stopped)).toEqual([]);
});

it('takes no long silence of all for the death of one', () => {
  const all = Array.from({ length: 3 }, () => leases.open(600, late));
  vi.setSystemTime(Date.now() + 30_000);
  vi.advanceTimersByTime(1000);
  expect(all.filter(({ lease }) => lease.stopped)).toEqual([]);
});

it('stops a job that is late, but not one that has its result', () => {
  const [slow, done] = [leases.open(5, late), leases.open(5, late)];
  done.finish();
  vi.advanceTimersByTime(6000);
  expect(slow.lease.stopped?.message).toBe('late');
  expect(done.lease.stopped).toBeUndefined();
});

it('leaves no timer behind, once a job has ended, was waited for, or was late', async () => {
  const { lease } = leases.open(60, late);
  leases.open(60, late).lease.end();
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(1);
  lease.end();
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
  for (const wait of [awake, (work: Promise<unknown>) => within(work, 50, late)]) {
    expect(await wait(Promise.resolve(1))).toBe(1);
    await expect(wait(Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
  }
});

it('waits so long for what never comes, and says so', async () => {
  const asked = vi.fn<(error: unknown) => void>();
  const waiting = within(new Promise(() => undefined), 50, late).catch(asked);
  await vi.advanceTimersByTimeAsync(49);
  expect(asked).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
  expect(asked).toHaveBeenCalledWith(late());
});

it('keeps a request awake for as long as it waits for another', async () => {
  let give = () => undefined as void;
  const waiting = awake(new Promise<void>((resolve) => (give = resolve)));
  vi.advanceTimersByTime(10_000);
  expect(vi.getTimerCount()).toBe(1);
  give();
  await waiting;
  expect(vi.getTimerCount()).toBe(0);
});
