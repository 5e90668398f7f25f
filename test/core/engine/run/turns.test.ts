import { expect, it } from 'vitest';
import { createLease } from '../../../../src/core/engine/lease.ts';
import { createLedger } from '../../../../src/core/engine/ledger.ts';
import { createPass } from '../../../../src/core/engine/run/lanes.ts';
import { createTurns } from '../../../../src/core/engine/run/turns.ts';

const waiter = (cost = 0) => ({ cost, lease: createLease() });
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('lets one at a time through, in order of arrival', async () => {
  const turns = createTurns();
  const order: string[] = [];
  const use = async (name: string) => {
    const end = await turns.take(waiter());
    order.push(`${name} in`);
    await settled();
    order.push(`${name} out`);
    end();
    end();
  };
  await Promise.all(['a', 'b', 'c'].map(use));
  expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});

it('counts a pass once, however often it is entered and left', async () => {
  const turns = createTurns();
  const ledger = createLedger({ capacity: 100, maxWaiting: 4 });
  const pass = createPass({ lane: turns, ledger, lease: createLease() });
  await pass.enter(30);
  await pass.enter(20);
  expect(ledger.reserved).toBe(20);
  let through = false;
  void turns.take(waiter()).then(() => (through = true));
  await settled();
  expect(through).toBe(false);
  pass.leave();
  pass.leave();
  await settled();
  expect([through, ledger.reserved]).toEqual([true, 0]);
});

it('is promised all there is early where it asks for more: what can never fit is told by the whole need', async () => {
  const ledger = createLedger({ capacity: 100, maxWaiting: 4 });
  const pass = createPass({ lane: createTurns(), ledger, lease: createLease() });
  await pass.enter(101);
  expect(ledger.reserved).toBe(100);
  pass.leave();
});

it('keeps what it was promised early, and its place in the lane, until it has all it needs', async () => {
  const turns = createTurns();
  const ledger = createLedger({ capacity: 100, maxWaiting: 4 });
  const running = await ledger.reserve(50);
  const pass = createPass({ lane: turns, ledger, lease: createLease() });
  await pass.enter(20);
  const next = createPass({ lane: turns, ledger, lease: createLease() });
  const [whole, entered] = [pass.reserve(60, 1), next.enter(10)];
  await settled();
  expect(ledger.reserved).toBe(70);
  running.release();
  expect((await whole).held).toBe(60);
  await entered;
  expect(ledger.reserved).toBe(70);
});

it('lets the short go first, but nobody be overtaken for ever', async () => {
  const turns = createTurns();
  const order: string[] = [];
  const use = async (name: string, cost: number) => {
    const end = await turns.take(waiter(cost));
    order.push(name);
    end();
  };
  const end = await turns.take(waiter());
  const all = [use('poster', 500), ...Array.from({ length: 12 }, (_, i) => use(`thumbnail ${i}`, 5))];
  end();
  await Promise.all(all);
  expect(order.indexOf('poster')).toBe(8);
});

it('takes the turn from a job that died, and tells of it before the next one begins', async () => {
  const turns = createTurns();
  const dead = waiter();
  const told: string[] = [];
  await turns.take(dead, () => told.push('lost'));
  const next = turns.take(waiter()).then(() => told.push('next'));
  await settled();
  expect(told).toEqual([]);
  dead.lease.end();
  await next;
  expect(told).toEqual(['lost', 'next']);
});

it('lets a job that is to stop out of the queue', async () => {
  const turns = createTurns();
  const end = await turns.take(waiter());
  const impatient = waiter();
  const waiting = turns.take(impatient);
  const next = turns.take(waiter());
  impatient.lease.stop(new Error('nobody waits'));
  await expect(waiting).rejects.toThrow('nobody waits');
  end();
  expect(await next).toBeTypeOf('function');
});
