/** Writes simple glyph descriptions, the form `readSimpleGlyph` reads. */
import type { Contours } from './contours.ts';

const ON_CURVE = 1;
const SHORT_X = 2;
const SHORT_Y = 4;
const REPEAT = 8;
const SAME_X = 16;
const SAME_Y = 32;

/** The bounds in the header of a description: xMin, yMin, xMax, yMax. */
export type GlyphBounds = readonly [xMin: number, yMin: number, xMax: number, yMax: number];

/** A description without instructions; coordinates are rounded. An outline without points is no bytes at all. */
export function writeSimpleGlyph(contours: Contours, bounds = boundsOf(contours)): number[] {
  const { ends, on } = contours;
  if (contours.x.length === 0) return [];
  const x = steps(contours.x);
  const y = steps(contours.y);
  const flags = on.map(
    (on, index) =>
      (on ? ON_CURVE : 0) |
      stepFlags(x[index] ?? 0, SHORT_X, SAME_X) |
      stepFlags(y[index] ?? 0, SHORT_Y, SAME_Y),
  );
  return [
    ...[ends.length, ...bounds, ...ends, 0].flatMap(word),
    ...packFlags(flags),
    ...x.flatMap(stepBytes),
    ...y.flatMap(stepBytes),
  ];
}

/** The bounds of all points, those off the curve included; zeros without any. */
export function boundsOf({ x, y }: Contours): GlyphBounds {
  if (x.length === 0) return [0, 0, 0, 0];
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
  return [least(x), least(y), most(x), most(y)];
}

/** A 16-bit number, rounded, big-endian. */
export function word(value: number): [number, number] {
  const rounded = Math.round(value);
  return [(rounded >> 8) & 255, rounded & 255];
}

/** From rounded point to rounded point, so that no error adds up. */
function steps(values: readonly number[]): number[] {
  let before = 0;
  return values.map((value) => {
    const rounded = Math.round(value);
    const step = rounded - before;
    before = rounded;
    return step;
  });
}

function stepFlags(step: number, short: number, same: number): number {
  if (step === 0) return same;
  if (Math.abs(step) > 255) return 0;
  return step > 0 ? short | same : short;
}

function stepBytes(step: number): number[] {
  if (step === 0) return [];
  return Math.abs(step) > 255 ? word(step) : [Math.abs(step)];
}

/** Equal flags in a row are written once with a count. */
function packFlags(flags: readonly number[]): number[] {
  const packed: number[] = [];
  for (let at = 0; at < flags.length;) {
    const flag = flags[at] ?? 0;
    let run = 1;
    while (run < 256 && flags[at + run] === flag) run++;
    if (run > 1) packed.push(flag | REPEAT, run - 1);
    else packed.push(flag);
    at += run;
  }
  return packed;
}
