/** How long stores are waited for, and what is tried again. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OssError } from '../../../src/oss/protocol/error/oss-error.ts';
import { timeFor } from '../../../src/worker/storage/feed.ts';
import { inTime, untilTaken } from '../../../src/worker/storage/patience.ts';

const never = new Promise<never>(() => undefined);
const TOO_FAST = new Error('put: Reduce your concurrent request rate for the same object. (10058)');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What becomes of it after so many milliseconds. */
async function after(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = 'waits';
  work.then(
    (value) => (outcome = value),
    (error: unknown) => (outcome = error),
  );
  await vi.advanceTimersByTimeAsync(milliseconds);
  return outcome;
}

describe('an answer of a store', () => {
  it.each([
    [undefined, 15_000],
    [20, 20],
  ])('has %s milliseconds', async (given, deadline) => {
    const answer = inTime(never, given);
    expect(await after(deadline - 1, answer)).toBe('waits');
    expect(await after(1, answer)).toMatchObject({ status: 503, cause: new Error('the store timed out') });
  });
  it('may take as long as it likes where that is said, and leaves no timer behind', async () => {
    expect(await after(1e9, inTime(never, Infinity))).toBe('waits');
    expect(await inTime(Promise.resolve(1))).toBe(1);
    await inTime(Promise.reject(new Error('no'))).catch(() => undefined);
    expect(vi.getTimerCount()).toBe(0);
  });
  it.each([
    ['get: an internal error occurred (10001)', true],
    ['put: temporarily unavailable (10043)', true],
    ['list: (10054)', true],
    ['KV GET failed: 500', true],
    ['KV GET failed: 502 Bad Gateway', true],
    ['KV GET failed: 503', true],
    ['KV GET failed: 504 Gateway Timeout', true],
    ['KV PUT failed: 429 Too Many Requests', true],
    ['put: (10058)', true],
    ['put: (10060)', true],
    ['Network connection lost.', true],
    ['Timed out', true],
    ['connection timeout', true],
    ['KV GET failed: 501', false],
    ['KV GET failed: 400 Bad Request', false],
    ['put: metadata too large (10012)', false],
    ['get: 15030 is no number of a status', false],
  ])('that is the failure %j asks the caller to come back: %s', async (message, isPassing) => {
    const failure = new Error(message);
    const error: unknown = await inTime(Promise.reject(failure)).catch((thrown: unknown) => thrown);
    if (isPassing) expect(error).toMatchObject({ code: 'ServiceUnavailable', status: 503, cause: failure });
    else expect(error).toBe(failure);
  });
  it('is left as it is where it was said to the caller already, or is no error', async () => {
    for (const failure of [new OssError('NoSuchKey', { message: 'timed out' }), 'timed out'])
      await expect(inTime(Promise.reject(failure))).rejects.toBe(failure);
  });
});

describe('a write that came too soon after another', () => {
  /** Fails so many times. */
  const failing = (times: number, failure: unknown) => {
    let calls = 0;
    return vi.fn<() => Promise<string>>(async () => {
      if (++calls > times) return 'written';
      throw failure;
    });
  };
  it.each([
    ['as the store says it', TOO_FAST],
    ['as callers are told it', Object.assign(new OssError('ServiceUnavailable'), { cause: TOO_FAST })],
  ])('is tried four times, more than a second apart: %s', async (_, failure) => {
    const [taken, given] = [failing(3, failure), failing(4, failure)];
    const [answer, refusal] = [untilTaken(taken), untilTaken(given)];
    refusal.catch(() => undefined);
    for (const calls of [1, 2, 3, 4]) {
      expect(taken).toHaveBeenCalledTimes(calls);
      await vi.advanceTimersByTimeAsync(1000);
      expect(taken).toHaveBeenCalledTimes(calls);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(await answer).toBe('written');
    await expect(refusal).rejects.toBe(failure);
    expect(given).toHaveBeenCalledTimes(4);
  });
  it('is not tried again for another failure', async () => {
    const lost = failing(1, new Error('Network connection lost.'));
    await expect(untilTaken(lost)).rejects.toThrow('lost');
    expect(lost).toHaveBeenCalledOnce();
  });
});

it('gives a store its deadline and half a second more for each megabyte', () => {
  expect([0, 2, 200].map((megabytes) => timeFor(megabytes * 1024 * 1024))).toEqual([15_000, 16_000, 115_000]);
});
