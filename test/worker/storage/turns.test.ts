/** Writes that wait for a slow store: they have their turn, and none waits for ever. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANSWER, createTurns, TURN, turns } from '../../../src/worker/storage/turns.ts';
import { ask } from '../kills/writes.ts';
import { faultyR2, never } from '../support/faulty-r2.ts';
import { startService, type Watched } from '../support/service.ts';
import { ACCESS_KEYS } from '../support/sign.ts';

const SECOND = 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a write', () => {
  it.each([
    ['for nothing that is taken', Infinity, TURN, 15],
    ['while something is taken each 14 seconds', 14, TURN, TURN / SECOND],
    ['while something is taken each 16 seconds', 16, TURN, 15],
    ['while something is taken all the time', 1, TURN, TURN / SECOND],
    ['for its answer while something is taken all the time', 1, undefined, ANSWER / SECOND],
    ['for longer than others are waited for, and they get on', 1, 10 * SECOND, 15],
    ['for longer than others are waited for, and nothing is taken', Infinity, 10 * SECOND, 15],
  ])('that waits %s', (_, each, most, seconds) => {
    const { taken, wait } = createTurns();
    const late = vi.fn();
    wait(late, 15 * SECOND, most);
    for (let second = 1; second < seconds; second++) {
      vi.advanceTimersByTime(SECOND);
      if (second % each === 0) taken();
    }
    expect(late).not.toHaveBeenCalled();
    vi.advanceTimersByTime(SECOND);
    expect(late).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(10 * TURN);
    expect(late).toHaveBeenCalledOnce();
  });
  it('that was taken is never late', () => {
    const late = vi.fn();
    createTurns().wait(late, 15 * SECOND)();
    vi.advanceTimersByTime(10 * TURN);
    expect(late).not.toHaveBeenCalled();
  });
});

/** Longer than what counts as held in memory while it waits. */
const SIZE = 2 * 1024 * 1024 + 64 * 1024;
const MANY = 12;
/** Bytes that a body may be read ahead of the store: what the runtime and its pipes keep. */
const AHEAD = 512 * 1024;

/** A body of `SIZE` bytes that counts how much of it was read. */
function counted() {
  const chunk = new Uint8Array(64 * 1024);
  let read = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (read >= SIZE) return controller.close();
        read += chunk.length;
        controller.enqueue(chunk.slice());
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, read: () => read };
}

/** Lets real work go on until something is so, and the time of the tests by `step` milliseconds each round while nothing is `busy`. */
async function until(isSo: () => boolean, step: number, isBusy = () => false): Promise<void> {
  while (!isSo()) {
    await scheduler.wait(1);
    if (!isBusy()) await vi.advanceTimersByTimeAsync(step);
  }
}

describe('many uploads at once', () => {
  const put = ({ get }: Watched, key: string, body: BodyInit) =>
    ask(get, { method: 'PUT', key, headers: { 'Content-Length': `${SIZE}` }, body });

  it('to a store that takes one after the other are all stored, and none is read before its turn', async () => {
    let [line, waiting, busy] = [Promise.resolve(), 0, 0];
    const ahead: number[] = [];
    const bodies = Array.from({ length: MANY }, counted);
    const { bucket } = faultyR2(env.ORIGINALS, async ({ name, key }, run) => {
      if (name === 'put' && key.startsWith('many/')) {
        waiting++;
        const turn = line;
        line = turn.then(() => new Promise((resolve) => void setTimeout(resolve, 9 * SECOND)));
        await line;
        waiting--;
        ahead.push(...bodies.map(({ read }) => read()).filter((read) => read < SIZE));
      }
      busy++;
      return run().finally(() => busy--);
    });
    const service = startService({ ACCESS_KEYS, ORIGINALS: bucket, ENGINE_VERSION: crypto.randomUUID() });
    let open = MANY;
    const answers = bodies.map(async ({ stream }, at) => {
      const { status } = await put(service, `many/${at}`, stream);
      open--;
      return status;
    });
    await until(() => waiting === MANY, 0);
    // Those that wait hold no memory that others would have to wait for.
    let small: Response | undefined;
    void ask(service.get, { method: 'PUT', key: 'small', body: new Uint8Array(1024 * 1024) }).then(
      (answer) => (small = answer),
    );
    await until(() => small !== undefined, 1);
    expect([small?.status, open]).toEqual([200, MANY]);
    await until(
      () => open === 0,
      SECOND,
      () => busy > 0,
    );
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]));
    expect(Math.max(...ahead)).toBeLessThan(AHEAD);
    const { objects } = await env.ORIGINALS.list({ prefix: 'many/' });
    expect(objects.map(({ size }) => size)).toEqual(Array.from({ length: MANY }, () => SIZE));
  });

  it.each([
    // A tenth of the slowest pace: 15 seconds, and 10.3 for what was given.
    [24, 200],
    [60, 503],
  ])('whose bytes the store has, and which it answers %i seconds later: %i', async (seconds, status) => {
    let busy = 0;
    const { bucket } = faultyR2(env.ORIGINALS, async ({ name, key }, run) => {
      busy++;
      const result = await run().finally(() => busy--);
      if (name === 'put' && key === 'late')
        await new Promise((resolve) => void setTimeout(resolve, seconds * SECOND));
      return result;
    });
    const service = startService({ ACCESS_KEYS, ORIGINALS: bucket, ENGINE_VERSION: crypto.randomUUID() });
    let answer: Response | undefined;
    void put(service, 'late', counted().stream).then((one) => (answer = one));
    await until(
      () => answer !== undefined,
      SECOND,
      () => busy > 0,
    );
    expect(answer?.status).toBe(status);
  });

  it('of which the store takes all but one: that one is told to come again', async () => {
    const { bucket } = faultyR2(env.ORIGINALS, ({ name, key }, run) =>
      name === 'put' && key === 'hung' ? never : run(),
    );
    const service = startService({ ACCESS_KEYS, ORIGINALS: bucket, ENGINE_VERSION: crypto.randomUUID() });
    const asked = put(service, 'hung', counted().stream);
    let status: number | undefined;
    void asked.then((answer) => (status = answer.status));
    let seconds = 0;
    await until(
      () => status !== undefined || seconds > 400,
      SECOND,
      () => {
        turns.taken();
        seconds++;
        return false;
      },
    );
    expect(status).toBe(503);
    expect(seconds).toBeGreaterThanOrEqual(TURN / SECOND);
  });
});
