/** Paints the planes of a decoded picture: cells are averaged as they are stored, then become colours. */
import type { Rect } from '../../../core/image/picture.ts';
import type { Cicp } from '../colour.ts';
import type { Samples, Target } from '../target.ts';
import type { Tone } from '../tone.ts';
import type { HevcPicture, Plane } from './decode.ts';
import { STANDARD, type YccMatrix, yccMatrix } from './ycc.ts';

/** Bits by which chroma is smaller, across and down, by chroma format; grey has none. */
const SHIFTS: Readonly<Record<number, readonly [number, number]>> = { 1: [1, 1], 2: [1, 0], 3: [0, 0] };

/** The picture as samples to be painted, in the colours that `cicp` says its planes have. */
export function hevcSamples(picture: HevcPicture, cicp: Cicp, tone: Tone | undefined): Omit<Samples, 'free'> {
  const { width, height, chroma, bits } = picture;
  const luma = yccMatrix({ ...cicp, matrix: STANDARD }, bits);
  const matrix = chroma === 0 ? luma : yccMatrix(cicp, bits);
  const channels = chroma === 0 ? [0] : [0, 1, 2];
  const [right = 0, down = 0] = SHIFTS[chroma] ?? [];
  const shifts = [
    [0, 0],
    [right, down],
    [right, down],
  ] as const;
  const each = (area: Rect, target: Target, used: readonly number[], write: WriteRow): void => {
    const planes = used.map((channel) => picture.plane(channel));
    const cells = Math.ceil(area.width / target.cell);
    // Without chroma both are what adds nothing.
    const rows = [0, 1, 2].map((channel) => new Float64Array(cells).fill(channel > 0 ? 2 ** (bits - 1) : 0));
    for (let y = 0, at = target.at; y < area.height; y += target.cell, at += target.down) {
      const line = { ...area, y: area.y + y, height: Math.min(target.cell, area.height - y) };
      for (const [i, plane] of planes.entries()) meanRow(plane, shifts[i]!, line, target.cell, rows[i]!);
      write(rows as unknown as Rows, at);
    }
  };
  return {
    width,
    height,
    paint: (area, target) =>
      each(area, target, channels, tone ? tonedRow(matrix, tone, target) : colourRow(matrix, target)),
    paintAlpha: (area, target) => each(area, target, [0], alphaRow(luma, target)),
  };
}

type Rows = readonly [luma: Float64Array, blue: Float64Array, red: Float64Array];
type WriteRow = (rows: Rows, at: number) => void;

function colourRow(matrix: YccMatrix, { band, right }: Target): WriteRow {
  const [ry, ru, rv, rc, gy, gu, gv, gc, by, bu, bv, bc] = matrix as unknown as number[];
  return ([luma, first, second], from) => {
    for (let i = 0, at = from; i < luma.length; i++, at += right) {
      const y = luma[i]!;
      const u = first[i]!;
      const v = second[i]!;
      band[at] = ry! * y + ru! * u + rv! * v + rc!;
      band[at + 1] = gy! * y + gu! * u + gv! * v + gc!;
      band[at + 2] = by! * y + bu! * u + bv! * v + bc!;
      band[at + 3] = 255;
    }
  };
}

function alphaRow(matrix: YccMatrix, { band, right }: Target): WriteRow {
  const [factor, ru, rv, rc] = matrix as unknown as number[];
  return ([luma, first, second], from) => {
    for (let i = 0, at = from; i < luma.length; i++, at += right) {
      band[at + 3] = factor! * luma[i]! + ru! * first[i]! + rv! * second[i]! + rc!;
    }
  };
}

function tonedRow(matrix: YccMatrix, tone: Tone, { band, right }: Target): WriteRow {
  const sum = (row: number, y: number, u: number, v: number) =>
    matrix[row]! * y + matrix[row + 1]! * u + matrix[row + 2]! * v + matrix[row + 3]!;
  return ([luma, first, second], from) => {
    for (let i = 0, at = from; i < luma.length; i++, at += right) {
      const y = luma[i]!;
      const u = first[i]!;
      const v = second[i]!;
      tone(sum(0, y, u, v), sum(4, y, u, v), sum(8, y, u, v), band, at);
      band[at + 3] = 255;
    }
  };
}

/** The means of a row of cells; planes of chroma have samples for more than one pixel. */
function meanRow(
  { samples, stride }: Plane,
  [right, down]: readonly [number, number],
  { x, y, width, height }: Rect,
  cell: number,
  means: Float64Array,
): void {
  const across = cell >> right;
  if (across < 1) {
    const row = (y >> down) * stride;
    for (let i = 0; i < width; i++) means[i] = samples[row + ((x + i) >> right)]!;
    return;
  }
  const first = x >> right;
  const end = (x + width + (1 << right) - 1) >> right;
  const from = y >> down;
  const to = (y + height + (1 << down) - 1) >> down;
  means.fill(0);
  const bits = Math.log2(across);
  for (let line = from; line < to; line++) {
    const row = line * stride;
    for (let at = first; at < end; at++) means[(at - first) >> bits]! += samples[row + at]!;
  }
  const share = 1 / (across * (to - from));
  for (let i = 0; i < means.length; i++) means[i]! *= share;
  const last = end - first - (means.length - 1) * across;
  means[means.length - 1]! *= across / last;
}
