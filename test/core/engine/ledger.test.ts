import { describe, expect, it } from 'vitest';
import { createLedger } from '../../../src/core/engine/ledger.ts';

const settled = async (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 5))]);

describe('ledger', () => {
  it('admits what fits and counts it until it is released', async () => {
    const ledger = createLedger({ capacity: 100, maxWaiting: 4 });
    const first = await ledger.reserve(60);
    await ledger.reserve(40);
    expect(ledger.reserved).toBe(100);
    first.release();
    first.release();
    expect(ledger.reserved).toBe(40);
  });

  it('keeps the order: a small job does not overtake a large one', async () => {
    const ledger = createLedger({ capacity: 100, maxWaiting: 4 });
    const running = await ledger.reserve(60);
    const large = ledger.reserve(90);
    const small = ledger.reserve(10);
    expect(await settled(small)).toBe(false);
    running.release();
    await large;
    await small;
    expect(ledger.reserved).toBe(100);
  });

  it('answers 503 with the overload sub-code when too many wait or a job can never fit', async () => {
    const ledger = createLedger({ capacity: 100, maxWaiting: 1 });
    await ledger.reserve(100);
    void ledger.reserve(1);
    const overloaded = {
      code: 'ServiceUnavailable',
      status: 503,
      detail: expect.objectContaining({ ec: '0004-00000801' }),
    };
    await expect(ledger.reserve(1)).rejects.toMatchObject({
      ...overloaded,
      message: 'Please reduce your request rate: too many jobs wait.',
    });
    await expect(ledger.reserve(101)).rejects.toMatchObject(overloaded);
    expect(ledger.waiting).toBe(1);
  });

  it('tells a job that can never fit what it takes', async () => {
    const ledger = createLedger({ capacity: 96 * 1024 * 1024, maxWaiting: 1 });
    await expect(ledger.reserve(121 * 1024 * 1024 - 5)).rejects.toMatchObject({
      message: 'The picture takes 121 MiB to process; this service has 96 MiB.',
    });
  });
});
