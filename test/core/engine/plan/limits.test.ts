import { describe, expect, it } from 'vitest';
import { checkCost } from '../../../../src/core/engine/plan/cost.ts';
import { checkBytes, checkPixels, checkSource, OSS_LIMITS } from '../../../../src/core/engine/plan/limits.ts';
import { checkResultBytes } from '../../../../src/core/engine/plan/movement.ts';
import { checkResult } from '../../../../src/core/engine/plan/output.ts';
import { checkMarkBytes } from '../../../../src/core/engine/run/material.ts';
import type { ProcessError } from '../../../../src/core/spec/error.ts';
import type { Source } from '../../../../src/core/spec/source.ts';

/** Code and sub-code of a refusal; undefined where there is none. */
function refusal(check: () => void): string | undefined {
  try {
    check();
  } catch (error) {
    const { code, status, detail } = error as ProcessError;
    return `${code} ${status} ${detail.ec}`;
  }
  return undefined;
}

const sourceOf = (width: number, height: number, frames = 1) => ({ width, height, frames }) as Source;
const LIMITS = { ...OSS_LIMITS, cost: 1000 };
const NARROW = { sourceSide: { most: 10_000, ec: '0040-00000014' } };
const WIDER = { sourceSide: { most: 99_999, ec: '0040-00000013' } };
type Check = (value: number) => void;

/** What is allowed at most is allowed, and one more is refused. */
const MOST: readonly (readonly [what: string, check: Check, most: number, refused: string])[] = [
  [
    'bytes of an object',
    (bytes) => checkBytes(bytes, LIMITS),
    20 * 1024 * 1024,
    'ImageTooLarge 400 0040-00000001',
  ],
  [
    'pixels across',
    (width) => checkSource(sourceOf(width, 1), {}, LIMITS),
    30_000,
    'MemLimitExceeded 400 undefined',
  ],
  [
    'pixels down',
    (height) => checkSource(sourceOf(1, height), {}, LIMITS),
    30_000,
    'MemLimitExceeded 400 undefined',
  ],
  [
    'pixels a side of a format with less',
    (side) => checkSource(sourceOf(side, 1), NARROW, LIMITS),
    10_000,
    'MemLimitExceeded 400 0040-00000014',
  ],
  [
    'pixels a side of a format with more',
    (side) => checkSource(sourceOf(1, side), WIDER, LIMITS),
    30_000,
    'MemLimitExceeded 400 0040-00000013',
  ],
  [
    'frames of a source',
    (frames) => checkSource(sourceOf(1000, 500, frames), {}, LIMITS),
    500,
    'MemLimitExceeded 400 0040-00000012',
  ],
  [
    'rows of a result',
    (height) => checkPixels({ width: 10_000, height }, 5, LIMITS),
    5000,
    'MemLimitExceeded 400 0040-00000012',
  ],
  ['milliseconds of computing', (cost) => checkCost(cost, LIMITS), 1000, 'ImageTooLarge 400 undefined'],
  [
    'bytes of a result',
    (bytes) => checkResultBytes(bytes, { resultBytes: 77 }),
    77,
    'ImageTooLarge 400 0040-00000001',
  ],
  ['bytes of marks', checkMarkBytes, 32 * 1024 * 1024, 'WatermarkError 400 undefined'],
  [
    'pixels across a result',
    (width) => checkResult({ width, height: 1 }, { format: 'bmp', encoder: { maxSide: 500 } } as never),
    500,
    'ImageTooLarge 400 0040-00000007',
  ],
  [
    'pixels down a result',
    (height) =>
      checkResult({ width: 1, height }, {
        format: 'avif',
        encoder: { maxSide: 500, maxSideEc: '0040-00000099' },
      } as never),
    500,
    'ImageTooLarge 400 0040-00000099',
  ],
];

describe('the most', () => {
  it.each(MOST)('%s is allowed, and one more is not', (_, check, most, refused) => {
    expect([refusal(() => check(most)), refusal(() => check(most + 1))]).toEqual([undefined, refused]);
  });
});

it('a job over the budget is told both in seconds', () => {
  expect(() => checkCost(1_234, { ...LIMITS, cost: 1_160 })).toThrow(
    'The picture takes 1.2 s of computing to process; this service gives 1.2 s.',
  );
});
