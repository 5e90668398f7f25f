import { describe, expect, it } from 'vitest';
import { createPace } from '../../../../src/oss/protocol/http/traffic-limit.ts';

/** A clock that jumps to when it is waited for, and what it was waited for. */
function createClock() {
  const waits: number[] = [];
  let time = 0;
  return {
    waits,
    now: () => time,
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
      time += milliseconds;
    },
    pass: (milliseconds: number) => void (time += milliseconds),
  };
}

const KIB = 1024;
const RATE = 100 * KIB;

function streamOf(sizes: readonly number[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const size of sizes) controller.enqueue(new Uint8Array(size));
      controller.close();
    },
  });
}

async function sizesOf(stream: ReadableStream<Uint8Array>): Promise<number[]> {
  const sizes: number[] = [];
  for await (const chunk of stream) sizes.push(chunk.length);
  return sizes;
}

describe('a pace', () => {
  it('takes the time that so many bytes take, evenly, whatever their pieces', async () => {
    for (const pieces of [[300 * KIB], [1, 0, 299 * KIB, KIB - 1], Array.from({ length: 300 }, () => KIB)]) {
      const clock = createClock();
      const pace = createPace(RATE, clock);
      const sizes = await sizesOf(pace.slow(streamOf(pieces)));
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(300 * KIB);
      expect(clock.now()).toBeCloseTo(3000);
      expect(Math.max(...clock.waits)).toBeLessThanOrEqual(250);
      expect(Math.abs(pace.waited - 3000)).toBeLessThan(pieces.length + 12);
    }
  });

  it('makes up for no time in which nobody asked', async () => {
    const clock = createClock();
    const pace = createPace(RATE, clock);
    await sizesOf(pace.slow(new Blob([new Uint8Array(KIB)]).stream()));
    clock.pass(60_000);
    await sizesOf(pace.slow(new Blob([new Uint8Array(KIB)]).stream()));
    expect(clock.waits).toEqual([10, 10]);
  });

  it('reads nothing before it is asked, and lets go of what nobody wants', async () => {
    let read = 0;
    let left: unknown;
    const source = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => controller.enqueue(new Uint8Array((read += 1))),
        cancel: (reason) => void (left = reason),
      },
      { highWaterMark: 0 },
    );
    const slow = createPace(RATE, createClock()).slow(source);
    expect(read).toBe(0);
    const reader = slow.getReader();
    await reader.read();
    expect(read).toBe(1);
    await reader.cancel('enough');
    expect(left).toBe('enough');
  });
});
