import { describe, expect, it } from 'vitest';
import { createLease } from '../../../../src/core/engine/lease.ts';
import { createPace, pacedPicture } from '../../../../src/core/engine/run/pace.ts';
import { flowing, held, scene } from '../../support/pictures.ts';

const SIZE = { width: 40, height: 1000 };

/** How often a job of so many reference milliseconds rests while a picture flows in bands of `rows` rows. */
async function rests(cost: number, rows: number): Promise<number> {
  let count = 0;
  const rest = async () => void count++;
  const pace = createPace({ rest, lease: createLease(), cost });
  await held(pacedPicture(flowing(scene(SIZE), { rows: [rows] }), pace));
  return count;
}

describe('a render', () => {
  it.each([1, 4, 10])(
    'rests after every few milliseconds of planned work, in bands of %i rows',
    async (rows) => {
      const count = await rests(1000, rows);
      expect(count).toBeGreaterThan(80);
      expect(count).toBeLessThan(300);
    },
  );
  it('rests after every band where one is more work than that', async () => {
    expect(await rests(1000, 100)).toBe(10);
  });
  it('does not rest when it is short', async () => {
    expect(await rests(5, 1)).toBe(0);
  });
  it('stops at the next rest when nobody waits for it any more', async () => {
    const lease = createLease();
    const rest = async () => lease.stop(new Error('hung up'));
    const pace = createPace({ rest, lease, cost: 1000 });
    await expect(held(pacedPicture(flowing(scene(SIZE)), pace))).rejects.toThrow('hung up');
  });
});
