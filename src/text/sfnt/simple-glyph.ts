/** A simple glyph description: flags and coordinate steps, packed (OpenType 1.9, "glyf"). */
import { BrokenFont } from '../broken.ts';
import { type Table, tableOf } from '../bytes/table.ts';
import type { Contours } from './contours.ts';

const ON_CURVE = 1;
const SHORT_X = 2;
const SHORT_Y = 4;
const REPEAT = 8;
/** Set: a short step is positive, or a long one is left out as 0. */
const SAME_X = 16;
const SAME_Y = 32;

/** Reads a description of `contourCount` contours. Throws `BrokenFont` beyond `maxPoints`. */
export function readSimpleGlyph(data: Table, contourCount: number, maxPoints: number): Contours {
  const bytes = tableOf(data.bytes(0, data.length));
  const ends: number[] = [];
  for (let index = 0; index < contourCount; index++) ends.push(bytes.u16(10 + index * 2));
  if (ends.some((end, index) => end < (ends[index - 1] ?? 0))) throw new BrokenFont('a contour ends early');
  const count = (ends.at(-1) ?? -1) + 1;
  if (count > maxPoints) throw new BrokenFont('a glyph has too many points');
  if (count === 0) return { x: [], y: [], on: [], ends };
  const instructions = 10 + contourCount * 2;
  const { flags, next } = readFlags(bytes, instructions + 2 + bytes.u16(instructions), count);
  const x = readSteps(bytes, next, flags, SHORT_X, SAME_X);
  const y = readSteps(bytes, x.next, flags, SHORT_Y, SAME_Y);
  return { x: x.values, y: y.values, on: flags.map((flag) => (flag & ON_CURVE) !== 0), ends };
}

function readFlags(bytes: Table, start: number, count: number): { flags: number[]; next: number } {
  const flags: number[] = [];
  let next = start;
  while (flags.length < count) {
    const flag = bytes.u8(next++);
    const times = flag & REPEAT ? bytes.u8(next++) + 1 : 1;
    for (let copy = 0; copy < times && flags.length < count; copy++) flags.push(flag);
  }
  return { flags, next };
}

function readSteps(
  bytes: Table,
  start: number,
  flags: readonly number[],
  short: number,
  same: number,
): { values: number[]; next: number } {
  let next = start;
  let value = 0;
  const values = flags.map((flag) => {
    if (flag & short) {
      const step = bytes.u8(next++);
      value += flag & same ? step : -step;
    } else if (!(flag & same)) {
      value += bytes.i16(next);
      next += 2;
    }
    return value;
  });
  return { values, next };
}
