import { expect, it } from 'vitest';
import { createPass } from '../../../../src/core/engine/run/lanes.ts';
import { createTurns } from '../../../../src/core/engine/run/turns.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('lets one at a time through, in order of arrival', async () => {
  const turns = createTurns();
  const order: string[] = [];
  const use = async (name: string) => {
    const end = await turns.take();
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
  const pass = createPass(turns);
  await pass.enter();
  await pass.enter();
  let through = false;
  void turns.take().then(() => (through = true));
  await settled();
  expect(through).toBe(false);
  pass.leave();
  pass.leave();
  await settled();
  expect(through).toBe(true);
});
