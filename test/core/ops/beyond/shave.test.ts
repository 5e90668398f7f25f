import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../../src/core/engine/chain/parse.ts';
import { createLedger } from '../../../../src/core/engine/ledger.ts';
import { OSS_LIMITS } from '../../../../src/core/engine/plan/limits.ts';
import { EVERY_OPERATION } from '../../../../src/core/ops/index.ts';
import { encodePlain, plainCodecs } from '../../support/codec.ts';
import { jobOf, plainEngine, process } from '../../support/engine.ts';
import { movingBends } from '../../support/moving.ts';
import { at, type Held, painted } from '../../support/pictures.ts';

type Pixel = readonly [number, number, number, number];
const BOX = { x: 5, y: 4, width: 8, height: 6 };
const SIZE = { width: 30, height: 20 };

/** A box of one colour on another. */
function boxed(inside: Pixel, outside: Pixel, { x: left, y: top, width, height } = BOX): Held {
  const isIn = (x: number, y: number) => x >= left && x < left + width && y >= top && y < top + height;
  return painted(SIZE, (x, y) => (isIn(x, y) ? inside : outside));
}

const BLACK: Pixel = [0, 0, 0, 255];
const WHITE: Pixel = [255, 255, 255, 255];
const sizeOf = ({ width, height }: Held) => `${width}x${height}`;

describe('shave', () => {
  it.each([
    ['the colour of the corner', 'shave', BLACK, WHITE, '8x6'],
    ['levels that differ by no more than it says', 'shave,v_10', [255, 255, 245, 255], WHITE, '30x20'],
    ['but not by one more', 'shave,v_10', [255, 255, 244, 255], WHITE, '8x6'],
    ['a colour', 'shave,color_FFFFFF', BLACK, WHITE, '8x6'],
    ['that colour only', 'shave,color_00FF00', BLACK, WHITE, '30x20'],
    ['what is clear, by its own colour', 'shave', BLACK, [9, 9, 9, 0], '8x6'],
    ['what is clear, by magenta', 'shave,color_FF00FF', BLACK, [0, 0, 0, 0], '8x6'],
    ['as much on both sides', 'shave,x_1', BLACK, WHITE, '20x6'],
    ['as much above as below', 'shave,y_1', BLACK, WHITE, '8x12'],
    ['both', 'shave,x_1,y_1', BLACK, WHITE, '20x12'],
    ['nothing of what is all alike', 'shave', WHITE, WHITE, '30x20'],
  ] as [string, string, Pixel, Pixel, string][])(
    'cuts off %s: %s',
    async (_, chain, inside, outside, size) => {
      expect(sizeOf(await process(boxed(inside, outside), `image/${chain}`, 'png'))).toBe(size);
    },
  );

  it.each([
    ['x', [5, 4, 8, 6], 5, 20],
    ['x', [20, 4, 8, 6], 2, 26],
    ['x', [11, 4, 8, 6], 11, 8],
    ['x', [22, 4, 8, 6], 0, 30],
    ['x', [0, 4, 8, 6], 0, 30],
    ['y', [5, 4, 8, 6], 4, 12],
    ['y', [5, 11, 8, 6], 3, 14],
    ['y', [5, 7, 8, 6], 7, 6],
    ['y', [5, 14, 8, 6], 0, 20],
    ['y', [5, 0, 8, 6], 0, 20],
  ] as const)('cuts the narrower strip off both ends, %s_1 of %j', async (side, box, strip, left) => {
    const [x, y, width, height] = box;
    const picture = boxed(BLACK, WHITE, { x, y, width, height });
    const made = await process(picture, `image/shave,color_FFFFFF,${side}_1`, 'png');
    expect(side === 'x' ? made.width : made.height).toBe(left);
    // Where the box is in what was left: as far in as the wider strip was wider.
    const [column, row] = side === 'x' ? [x - strip, 0] : [0, y - strip];
    expect(at(made, column, row)).toEqual(BLACK);
    expect(at(made, side === 'x' ? column + 7 : 0, side === 'y' ? row + 5 : 0)).toEqual(BLACK);
  });

  it('keeps the box and nothing else', async () => {
    const made = await process(boxed(BLACK, WHITE), 'image/shave', 'png');
    expect([at(made, 0, 0), at(made, 7, 0), at(made, 7, 5), at(made, 0, 5)]).toEqual([
      BLACK,
      BLACK,
      BLACK,
      BLACK,
    ]);
  });

  it('reaches content at the edges', async () => {
    const whole = { x: 0, y: 0, width: 30, height: 20 };
    const picture = boxed(BLACK, WHITE, whole);
    expect(sizeOf(await process(picture, 'image/shave,color_FFFFFF', 'png'))).toBe('30x20');
    const corner = boxed(BLACK, WHITE, { x: 26, y: 17, width: 4, height: 3 });
    const made = await process(corner, 'image/shave', 'png');
    // The one pixel at the corner of a box has four of nine neighbours in it.
    expect(sizeOf(made)).toBe('4x3');
  });

  it('takes no speck for content', async () => {
    const picture = boxed(BLACK, WHITE);
    picture.pixels.set(BLACK, (15 * SIZE.width + 25) * 4);
    expect(sizeOf(await process(picture, 'image/shave', 'png'))).toBe('8x6');
  });

  it.each([
    [1, '8x6', [200, 0, 0, 255]],
    [6, '6x8', [200, 0, 0, 255]],
    [3, '8x6', [200, 0, 0, 255]],
    [8, '6x8', [200, 0, 0, 255]],
  ] as const)('lies upright as the picture does: orientation %i', async (orientation, size, colour) => {
    const picture = boxed([200, 0, 0, 255], WHITE);
    const codecs = plainCodecs({ source: { orientation } });
    const made = await process(picture, 'image/shave', 'png', { codecs });
    expect(sizeOf(made)).toBe(size);
    for (const [x, y] of [
      [0, 0],
      [made.width - 1, made.height - 1],
    ] as const)
      expect(at(made, x, y)).toEqual(colour);
  });

  it('comes before what else is done, and is planned with it', async () => {
    const engine = plainEngine({ codecs: plainCodecs() });
    const file = encodePlain(boxed(BLACK, WHITE), 'png');
    const { plan } = await engine.render(jobOf(engine, file, 'image/shave/resize,w_4/rotate,90'));
    expect(plan?.size).toEqual({ width: 3, height: 4 });
    const without = await engine.render(
      jobOf(engine, file, 'image/crop,x_5,y_4,w_8,h_6/resize,w_4/rotate,90'),
    );
    expect(plan!.cost).toBeGreaterThan(without.plan!.cost);
  });

  it('leaves what moves as it is', async () => {
    const held = boxed(BLACK, WHITE);
    const { bends } = movingBends([
      { held, delay: 1 },
      { held, delay: 1 },
    ]);
    const made = await process(held, 'image/shave', 'png', { codecs: plainCodecs(bends) });
    expect(sizeOf(made)).toBe('30x20');
    const still = await process(held, 'image/shave/still,1', 'png', { codecs: plainCodecs(bends) });
    expect(sizeOf(still)).toBe('8x6');
  });

  it('stands first', () => {
    expect(() => parseChain('image/resize,w_9/shave', EVERY_OPERATION)).toThrow('The value: shave');
    expect(parseChain('image/quality,Q_9/shave/resize,w_9', EVERY_OPERATION).text).toBe(
      'image/shave,v_10,x_0,y_0/resize,w_9/quality,Q_9',
    );
  });

  it('gives back what it held, also where it is refused', async () => {
    const file = encodePlain(boxed(BLACK, WHITE), 'png');
    const codecs = plainCodecs();
    const ledger = createLedger({ capacity: 10_000_000, maxWaiting: 1 });
    const engine = plainEngine({ codecs, ledger });
    const made = await engine.render(jobOf(engine, file, 'image/shave'));
    expect(ledger.reserved).toBe(0);
    expect(made.plan?.size).toEqual({ width: 8, height: 6 });
    const small = createLedger({ capacity: 1000, maxWaiting: 1 });
    const tight = plainEngine({ codecs, ledger: small });
    await expect(tight.render(jobOf(tight, file, 'image/shave'))).rejects.toMatchObject({
      code: 'MemLimitExceeded',
    });
    const slow = plainEngine({ codecs, ledger: small, limits: { ...OSS_LIMITS, cost: 1e-9 } });
    await expect(slow.render(jobOf(slow, file, 'image/shave'))).rejects.toMatchObject({
      code: 'ImageTooLarge',
    });
    expect(small.reserved).toBe(0);
  });
});
