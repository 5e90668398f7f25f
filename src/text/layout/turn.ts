/** Turns a set line and finds the box it stands in. */
import type { Size } from '../../core/image/picture.ts';
import { BrokenFont } from '../broken.ts';
import { flatten, type Lines } from '../outline/flatten.ts';
import type { Line } from './line.ts';

/** Numbers of all lines together, four a line: twenty brush characters a thousand pixels high need half of it. */
const MAX_NUMBERS = 2_000_000;

/** A rectangle by its edges, y downwards. */
interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The outline of a line as straight lines in pixels, and its box: from 0, 0 to the size. */
export interface Outline extends Size {
  readonly lines: Float32Array;
}

/**
 * The outline of a line turned clockwise by `degrees`. The box is as wide as the advance widths and as high as the
 * face's lines, `ascent` above the baseline and `descent` below, and grows where ink reaches further.
 */
export function outlineOf(line: Line, ascent: number, descent: number, degrees: number): Outline {
  const lines: Lines = [];
  for (const { path, scale, x } of line.glyphs) {
    const start = lines.length;
    flatten(path, { scale, dx: x, dy: 0 }, lines);
    orient(lines, start);
    if (lines.length > MAX_NUMBERS) throw new BrokenFont('its outlines have no end');
  }
  const box = { left: 0, top: -Math.ceil(ascent), right: line.advance, bottom: Math.ceil(descent) };
  const upright = wholePixels(grown(box, lines));
  return turned(lines, upright, direction(degrees));
}

/**
 * Makes a glyph's area positive. TrueType and CFF contours run in opposite senses, and where a mark of one font lies on
 * a letter of another they would cancel.
 */
function orient(lines: Lines, start: number): void {
  let area = 0;
  for (let at = start; at < lines.length; at += 4) {
    area += (lines[at]! + lines[at + 2]!) * (lines[at + 3]! - lines[at + 1]!);
  }
  if (area >= 0) return;
  for (let at = start; at < lines.length; at += 4) {
    const [x0, y0] = [lines[at]!, lines[at + 1]!];
    lines.copyWithin(at, at + 2, at + 4);
    lines[at + 2] = x0;
    lines[at + 3] = y0;
  }
}

function grown(box: Edges, lines: Lines): Edges {
  let { left, top, right, bottom } = box;
  for (let at = 0; at < lines.length; at += 2) {
    const [x, y] = [lines[at] ?? 0, lines[at + 1] ?? 0];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

function wholePixels({ left, top, right, bottom }: Edges): Edges {
  return { left: floor(left), top: floor(top), right: ceil(right), bottom: ceil(bottom) };
}

/** Sums of fractions miss whole numbers by a hair; a hair is not worth a pixel. */
const HAIR = 1 / 256;

function floor(value: number): number {
  return Math.floor(value + HAIR);
}

function ceil(value: number): number {
  return Math.ceil(value - HAIR);
}

/** Cosine and sine; exact for quarter turns, so that these stay on whole pixels. */
function direction(degrees: number): readonly [cosine: number, sine: number] {
  const quarter = (degrees / 90) % 4;
  if (Number.isInteger(quarter)) {
    return [[1, 0, -1, 0][quarter] ?? 1, [0, 1, 0, -1][quarter] ?? 0];
  }
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

function turned(lines: Lines, box: Edges, [cosine, sine]: readonly [number, number]): Outline {
  const corners = [box.left, box.right].flatMap((x) =>
    [box.top, box.bottom].map((y) => [cosine * x - sine * y, sine * x + cosine * y] as const),
  );
  const left = floor(Math.min(...corners.map(([x]) => x)));
  const top = floor(Math.min(...corners.map(([, y]) => y)));
  const right = ceil(Math.max(...corners.map(([x]) => x)));
  const bottom = ceil(Math.max(...corners.map(([, y]) => y)));
  const placed = new Float32Array(lines.length);
  for (let at = 0; at < lines.length; at += 2) {
    const [x, y] = [lines[at] ?? 0, lines[at + 1] ?? 0];
    placed[at] = cosine * x - sine * y - left;
    placed[at + 1] = sine * x + cosine * y - top;
  }
  return { lines: placed, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
