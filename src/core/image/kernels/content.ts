/** Finds the part of a picture that is not its background. */
import type { Colour } from '../colour.ts';
import type { Band, Picture, Rect } from '../picture.ts';
import { flatten } from './flatten.ts';

/** What counts as background. */
export interface Ground {
  /** Undefined for the colour of the upper left pixel. */
  readonly colour: Colour | undefined;
  /** Levels by which a channel may differ from it. */
  readonly threshold: number;
}

/** What transparent pixels are laid on: the colour that stands for them. */
const CLEAR: Colour = { red: 255, green: 0, blue: 255 };
/** Of nine pixels, as many are to differ: a speck of noise is no content. */
const MAJORITY = 5;

/** The smallest rectangle that holds all content; undefined for a picture that is all background. */
export async function contentOf(picture: Picture, { colour, threshold }: Ground): Promise<Rect | undefined> {
  const { width } = picture;
  const stride = width * 4;
  const bounds = createBounds(width);
  // The last two rows and the new one, each pixel 1 where it differs.
  let rows = Array.from({ length: 3 }, () => new Uint8Array(width));
  let ground = colour;
  let row = 0;
  for await (const band of flatten(picture, CLEAR).bands()) {
    for (let at = 0; at < band.length; at += stride, row++) {
      ground ??= colourAt(band, at);
      rows = [rows[1]!, rows[2]!, rows[0]!];
      markRow(rows[2]!, band, at, ground, threshold);
      // Past the edges the outermost row is repeated.
      if (row === 0) rows[1]!.set(rows[2]!);
      else bounds.add(row - 1, rows);
    }
  }
  if (row > 0) bounds.add(row - 1, [rows[1]!, rows[2]!, rows[2]!]);
  return bounds.found();
}

function colourAt(band: Band, at: number): Colour {
  return { red: band[at]!, green: band[at + 1]!, blue: band[at + 2]! };
}

function markRow(
  row: Uint8Array,
  band: Band,
  start: number,
  { red, green, blue }: Colour,
  threshold: number,
): void {
  for (let x = 0, at = start; x < row.length; x++, at += 4) {
    const differs =
      Math.abs(band[at]! - red) > threshold ||
      Math.abs(band[at + 1]! - green) > threshold ||
      Math.abs(band[at + 2]! - blue) > threshold;
    row[x] = differs ? 1 : 0;
  }
}

/** Grows with the rows that are added, top to bottom. */
function createBounds(width: number) {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  return {
    /** `rows` are the row at `y` and those around it. */
    add(y: number, rows: readonly Uint8Array[]): void {
      const first = edgeOf(rows, 0, 1);
      if (first === undefined) return;
      left = Math.min(left, first);
      right = Math.max(right, edgeOf(rows, width - 1, -1)!);
      top = top < 0 ? y : top;
      bottom = y;
    },
    found: (): Rect | undefined =>
      right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
  };
}

/** The first column from `start` on whose neighbourhood differs. */
function edgeOf([above, at, below]: readonly Uint8Array[], start: number, step: 1 | -1): number | undefined {
  const last = at!.length - 1;
  const column = (x: number) => {
    const inside = Math.min(last, Math.max(0, x));
    return above![inside]! + at![inside]! + below![inside]!;
  };
  for (let x = start; x >= 0 && x <= last; x += step)
    if (column(x - 1) + column(x) + column(x + 1) >= MAJORITY) return x;
  return undefined;
}
