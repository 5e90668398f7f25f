import { describe, expect, it } from 'vitest';
import { boundResult, decideMovement, planEncode } from '../../../../src/core/engine/plan/movement.ts';
import { planSearch } from '../../../../src/core/engine/plan/search.ts';
import type { Output } from '../../../../src/core/spec/output.ts';

const MEGABYTE = 1024 * 1024;

it.each([
  [2, true, true, { frames: 2, plays: 0 }],
  [1, true, true, undefined],
  [2, false, true, undefined],
  [2, true, false, undefined],
])('%i frames, read as frames: %s, written as frames: %s, move as %j', (frames, reads, writes, moves) => {
  const decoder = reads ? { frames: () => undefined } : {};
  const encoder = writes ? { moving: {} } : {};
  expect(decideMovement({ frames } as never, decoder as never, encoder as never)).toEqual(moves);
});

describe('an encoding', () => {
  const SIZE = { width: 10, height: 10 };
  const OUTPUT: Output = { format: 'gif', quality: 80, interlace: false };
  const moving = { workBytes: () => 7, frameBytes: () => MEGABYTE, cost: () => 3, signs: true };
  const still = { peakBytes: () => 50, cost: () => 2, resultBytes: () => 20, signs: false };

  it('of a still picture is what its encoder says, without a bound', () => {
    const plan = { bytes: 50, promisedBytes: 20, resultBytes: Infinity, cost: 2, signs: false };
    expect(planEncode({ ...still, moving } as never, SIZE, OUTPUT, true)).toEqual(plan);
    const { resultBytes: _, ...untold } = still;
    expect(planEncode(untold as never, SIZE, OUTPUT, true)).toEqual({ ...plan, promisedBytes: 0 });
  });

  it.each([
    [2, 2],
    [32, 32],
    [33, 32],
  ])('of %i frames of a mebibyte is promised %i', (frames, promised) => {
    const output = { ...OUTPUT, movement: { frames, plays: 0 } };
    expect(planEncode({ ...still, moving } as never, SIZE, output, true)).toEqual({
      bytes: 7 + promised * MEGABYTE,
      promisedBytes: promised * MEGABYTE,
      resultBytes: promised * MEGABYTE,
      cost: 3 * frames,
      signs: true,
    });
  });

  it.each([true, false, undefined])('gives signs where its encoder says so: %s', (signs) => {
    const output = { ...OUTPUT, movement: { frames: 2, plays: 0 } };
    const encoder = { ...still, signs, moving: { ...moving, signs } };
    for (const told of [OUTPUT, output])
      expect(planEncode(encoder as never, SIZE, told, true).signs).toBe(signs === true);
  });

  it('of a still encoder stays still whatever moves', () => {
    const output = { ...OUTPUT, movement: { frames: 9, plays: 0 } };
    expect(planEncode(still as never, SIZE, output, true).cost).toBe(2);
  });
});

describe('a result beside work of 60 MiB', () => {
  const planned = (result: number) => ({
    peakBytes: (60 + result) * MEGABYTE,
    promisedBytes: result * MEGABYTE,
    resultBytes: Infinity,
  });

  it.each([
    ['has all it may where there is room', 20, 80, undefined],
    ['has what is left of the room', 20, 79, 19],
    ['has the least that is worth trying', 20, 64, 4],
    ['is not bound to less', 20, 63.9, undefined],
  ])('%s: %d MiB of %d', (_, result, room, left) => {
    const plan = planned(result);
    const bound = boundResult(plan, room * MEGABYTE);
    if (left === undefined) expect(bound).toBe(plan);
    else {
      const bytes = left * MEGABYTE;
      expect(bound).toEqual({ peakBytes: room * MEGABYTE, promisedBytes: bytes, resultBytes: bytes });
    }
  });

  it('keeps a bound that is lower', () => {
    const plan = { ...planned(20), resultBytes: 5 };
    expect(boundResult(plan, 70 * MEGABYTE)).toMatchObject({ promisedBytes: 10 * MEGABYTE, resultBytes: 5 });
  });
});

describe('a search for a quality', () => {
  const search = (quality: number, width = 100, movement?: Output['movement']) =>
    planSearch(500, { width, height: 1024 }, { format: 'jpg', quality, interlace: false, movement }, 900);

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [5, 4],
    [100, 8],
  ])('below %i encodes %i times at most', (quality, encodes) => {
    expect(search(quality).encodes).toBe(encodes);
    // As many as halving the qualities below it can take, the asked one before.
    let most = 1;
    for (let left = quality - 1; left > 0; left >>= 1) most++;
    expect(most).toBe(encodes);
  });

  it.each([
    ['holds what it paints up to 4 megapixels', 4096, undefined, true],
    ['and no more', 4097, undefined, false],
    ['and nothing that moves', 10, { frames: 2, plays: 0 }, false],
  ])('%s', (_, width, movement, isHeld) => {
    expect(search(80, width, movement)).toMatchObject({
      mostBytes: 500,
      isHeld,
      paints: isHeld ? 2 : 8,
      bytes: 500 + (isHeld ? width * 1024 * 4 : 0),
    });
  });

  it('that encodes once paints once, and holds no more than one encoding beside it', () => {
    expect(search(1)).toMatchObject({ encodes: 1, paints: 1 });
    const generous = planSearch(5000, { width: 1, height: 1 }, { quality: 80 } as Output, 900);
    expect(generous.bytes).toBe(900 + 4);
  });
});
