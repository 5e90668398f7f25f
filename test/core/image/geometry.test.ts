/** The eight turns, held to pictures of letters that are moved one by one. */
import { describe, expect, it } from 'vitest';
import {
  isUpright,
  isWhole,
  thenTurn,
  type Turn,
  TURN_OF_ORIENTATION,
  turnRect,
  turnSize,
  undo,
  UPRIGHT,
} from '../../../src/core/image/geometry.ts';

type Letters = readonly string[];

/** What Exif 2.32 says of tag 0x0112: the corner where row 0 and column 0 of what is stored are shown. */
const SHOWN: readonly [orientation: number, stored: Letters][] = [
  [1, ['abc', 'def']],
  [2, ['cba', 'fed']],
  [3, ['fed', 'cba']],
  [4, ['def', 'abc']],
  [5, ['ad', 'be', 'cf']],
  [6, ['cf', 'be', 'ad']],
  [7, ['fc', 'eb', 'da']],
  [8, ['da', 'eb', 'fc']],
];
const UPRIGHT_LETTERS = ['abc', 'def'];

const TURNS: readonly Turn[] = ([0, 1, 2, 3] as const).flatMap((quarters) =>
  [false, true].map((mirror) => ({ quarters, mirror })),
);

/** Letters after a turn, moved by hand: rows read backwards, then each column from its foot up. */
function moved(letters: Letters, { quarters, mirror }: Turn): Letters {
  let rows = letters.map((row) => [...row]);
  if (mirror) rows = rows.map((row) => row.toReversed());
  for (let q = 0; q < quarters; q++) {
    const before = rows;
    rows = before[0]!.map((_, x) => before.map((row) => row[x]!).toReversed());
  }
  return rows.map((row) => row.join(''));
}

describe('the turn of an orientation', () => {
  it.each(SHOWN)('%i shows a picture upright', (orientation, stored) => {
    expect(moved(stored, TURN_OF_ORIENTATION[orientation]!)).toEqual(UPRIGHT_LETTERS);
  });

  it('0, which is none, is to leave the picture as it is', () => {
    expect(isUpright(TURN_OF_ORIENTATION[0]!)).toBe(true);
  });
});

describe.each(TURNS)('a turn by $quarters quarters, mirrored $mirror', (turn) => {
  it('is upright only where nothing moves', () => {
    expect(isUpright(turn)).toBe(moved(UPRIGHT_LETTERS, turn).join() === UPRIGHT_LETTERS.join());
  });

  it('and then another is one turn', () => {
    for (const next of TURNS) {
      expect(moved(UPRIGHT_LETTERS, thenTurn(turn, next))).toEqual(moved(moved(UPRIGHT_LETTERS, turn), next));
    }
  });

  it('is undone', () => {
    expect(moved(moved(UPRIGHT_LETTERS, turn), undo(turn))).toEqual(UPRIGHT_LETTERS);
    expect(thenTurn(turn, undo(turn))).toEqual(UPRIGHT);
  });

  it('takes a rectangle where its letters go', () => {
    const size = { width: 5, height: 3 };
    const rect = { x: 1, y: 0, width: 3, height: 2 };
    const letters = moved(['.xxx.', '.xxx.', '.....'], turn);
    const { x, y, width, height } = turnRect(rect, size, turn);
    expect(turnSize(size, turn)).toEqual({ width: letters[0]!.length, height: letters.length });
    expect(letters.map((row) => row.slice(x, x + width)).slice(y, y + height)).toEqual(
      Array.from({ length: height }, () => 'x'.repeat(width)),
    );
    expect(width * height).toBe(6);
  });
});

it.each([
  [{ x: 0, y: 0, width: 4, height: 3 }, true],
  [{ x: 1, y: 0, width: 4, height: 3 }, false],
  [{ x: 0, y: 1, width: 4, height: 3 }, false],
  [{ x: 0, y: 0, width: 3, height: 3 }, false],
  [{ x: 0, y: 0, width: 4, height: 2 }, false],
])('%j is all of a picture of 4 × 3: %s', (rect, all) => {
  expect(isWhole(rect, { width: 4, height: 3 })).toBe(all);
});
