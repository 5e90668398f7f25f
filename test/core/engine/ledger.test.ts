import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLease, JobLost, type Lease } from '../../../src/core/engine/lease.ts';
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

  it('lets small jobs overtake a large one, but only a few', async () => {
    const ledger = createLedger({ capacity: 100, maxWaiting: 40 });
    const running = await ledger.reserve(60);
    const large = ledger.reserve(90, { cost: 100, lease: createLease() });
    for (let i = 0; i < 8; i++) (await ledger.reserve(10)).release();
    const late = ledger.reserve(10);
    expect(await settled(late)).toBe(false);
    running.release();
    await large;
    await late;
    expect(ledger.reserved).toBe(100);
  });

  it('serves who holds something before one that was overtaken often: it waits for that very thing', async () => {
    const ledger = createLedger({ capacity: 100, maxWaiting: 40 });
    const running = await ledger.reserve(60);
    const early = await ledger.reserve(20);
    const large = ledger.reserve(90, { cost: 100, lease: createLease() });
    for (let i = 0; i < 8; i++) (await ledger.reserve(10)).release();
    const whole = ledger.reserve(50, { cost: 1, lease: createLease() }, early);
    expect(await settled(whole)).toBe(false);
    expect([early.held, ledger.reserved]).toEqual([20, 80]);
    running.release();
    (await whole).release();
    expect((await large).held).toBe(90);
    expect(ledger.reserved).toBe(90);
  });

  it('takes back what it promised to a job that died, waiting or not', async () => {
    const ledger = createLedger({ capacity: 100, maxWaiting: 4 });
    const [running, waiting] = [createLease(), createLease()];
    await ledger.reserve(100, { cost: 0, lease: running });
    const lost = ledger.reserve(100, { cost: 0, lease: waiting });
    const next = ledger.reserve(100);
    waiting.end();
    await expect(lost).rejects.toThrow(JobLost);
    running.end();
    await next;
    expect([ledger.reserved, ledger.waiting]).toEqual([100, 0]);
  });

  it('never counts below what is held, whatever order jobs end, stop and wait in', async () => {
    const acts = fc.array(
      fc.record({ bytes: fc.integer({ min: 1, max: 60 }), cost: fc.nat(9), act: fc.nat(4), at: fc.nat(30) }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (steps) => {
        const ledger = createLedger({ capacity: 100, maxWaiting: 50 });
        const leases: Lease[] = [];
        for (const { bytes, cost, act, at } of steps) {
          const other = leases[at % Math.max(1, leases.length)];
          if (act === 0) other?.end();
          if (act === 1) other?.stop(new Error('stop'));
          const lease = createLease();
          leases.push(lease);
          ledger.reserve(bytes, { cost, lease }).then(
            (reservation) => void (act === 2 && reservation.keep(1)),
            () => undefined,
          );
          await Promise.resolve();
          expect(ledger.reserved).toBeLessThanOrEqual(100);
          expect(ledger.reserved).toBeGreaterThanOrEqual(0);
        }
        for (const lease of leases) lease.end();
        await settled(Promise.resolve());
        expect([ledger.reserved, ledger.waiting]).toEqual([0, 0]);
      }),
      { numRuns: 50 },
    );
  });

  it('answers 503 with the overload sub-code when too many wait', async () => {
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
    expect(ledger.waiting).toBe(1);
  });

  it('refuses a job that can never fit for good, and tells what it takes', async () => {
    const ledger = createLedger({ capacity: 96 * 1024 * 1024, maxWaiting: 1 });
    await expect(ledger.reserve(121 * 1024 * 1024 - 5)).rejects.toMatchObject({
      code: 'MemLimitExceeded',
      status: 400,
      message: 'The picture takes 121 MiB to process; this service has 96 MiB.',
    });
  });
});
