/** Rotation by any angle, about the middle, with edges that cover pixels in part. */
import { createRowWriter, release } from '../bands.ts';
import type { Band, Picture, Size } from '../picture.ts';
import { type Held, heldBytes, holdPicture, sampleOpaque, type Sampler, sampleStraight } from './bicubic.ts';
import { type Outside, outsideOf } from './outside.ts';

/** Cosine and sine of a clockwise angle: the step in the source for one pixel to the right in the result. */
interface Direction {
  readonly cos: number;
  readonly sin: number;
}

function direction(degrees: number): Direction {
  const radians = (degrees * Math.PI) / 180;
  return { cos: Math.cos(radians), sin: Math.sin(radians) };
}

/** Size of the canvas that holds a picture turned by `degrees`. */
export function rotatedSize({ width, height }: Size, degrees: number): Size {
  const { cos, sin } = direction(degrees);
  // A hair less, so that a rounding error adds no column to an exact size.
  const ceil = (value: number) => Math.ceil(value - 1e-9);
  return {
    width: ceil(width * Math.abs(cos) + height * Math.abs(sin)),
    height: ceil(width * Math.abs(sin) + height * Math.abs(cos)),
  };
}

/** Bytes held while a picture of this size is rotated. */
export const rotateBytes: (size: Size) => number = heldBytes;

/** The picture turned clockwise in the middle of a canvas of `size`. The source is held whole. */
export function rotatePicture(picture: Picture, degrees: number, size: Size, transparent: boolean): Picture {
  return {
    ...size,
    opaque: picture.opaque && !transparent,
    async *bands() {
      const held = await holdPicture(picture);
      try {
        yield* rotateBands(held, direction(degrees), size, outsideOf(transparent));
      } finally {
        release(held.pixels);
      }
    },
  };
}

function* rotateBands(held: Held, direction: Direction, size: Size, outside: Outside): Generator<Band> {
  const writer = createRowWriter(size);
  for (let row = 0; row < size.height; row++) {
    const at = writer.next();
    writer.band.fill(outside.byte, at, at + size.width * 4);
    rotateRow(held, lineOf(row, held, direction, size), outside, writer.band, at);
    if (writer.full || row === size.height - 1) yield writer.take();
  }
}

/** The line in the source that one row of the result is read from. */
interface Line extends Direction {
  /** Where the middle of the row's first pixel lies in the source. */
  readonly u: number;
  readonly v: number;
  /** The pixels of the row that may show something of the source: from the first to before the last. */
  readonly first: number;
  readonly end: number;
}

function lineOf(row: number, { width, height }: Size, { cos, sin }: Direction, size: Size): Line {
  const across = 0.5 - size.width / 2;
  const down = row + 0.5 - size.height / 2;
  const u = cos * across + sin * down + width / 2;
  const v = cos * down - sin * across + height / 2;
  const [u0, u1] = within(u, cos, width);
  const [v0, v1] = within(v, -sin, height);
  return {
    cos,
    sin,
    u,
    v,
    first: Math.max(0, Math.ceil(Math.max(u0, v0))),
    end: Math.min(size.width, Math.floor(Math.min(u1, v1)) + 1),
  };
}

/** Farthest from a side that a turned pixel's middle can be while the pixel touches it: half its diagonal. */
const REACH = Math.SQRT1_2;

/** The steps at which a coordinate that starts at `from` and grows by `step` is within reach of a side. */
function within(from: number, step: number, side: number): [first: number, last: number] {
  const a = (-REACH - from) / step;
  const b = (side + REACH - from) / step;
  return step > 0 ? [a, b] : [b, a];
}

function rotateRow(held: Held, line: Line, outside: Outside, band: Band, start: number): void {
  const sample: Sampler = held.opaque ? sampleOpaque : sampleStraight;
  for (let x = line.first; x < line.end; x++) {
    const u = line.u + x * line.cos;
    const v = line.v - x * line.sin;
    const at = start + x * 4;
    sample(held, u - 0.5, v - 0.5, band, at);
    const depth = Math.min(u, held.width - u, v, held.height - v);
    if (depth < REACH) outside.fade(band, at, insideOf(u, held.width, line) * insideOf(v, held.height, line));
  }
}

/** Share of the turned pixel around `middle` that lies between 0 and `side`, as if there were no other sides. */
function insideOf(middle: number, side: number, { cos, sin }: Direction): number {
  const depth = Math.min(middle, side - middle);
  const wide = Math.max(Math.abs(cos), Math.abs(sin));
  const narrow = Math.min(Math.abs(cos), Math.abs(sin));
  // A turned square, seen along the side, is as thick as two boxes convolved; its share is their double integral.
  const outer = (wide + narrow) / 2;
  const inner = (wide - narrow) / 2;
  const shares = ramp(depth + outer) - ramp(depth + inner) - ramp(depth - inner) + ramp(depth - outer);
  return shares / (wide * narrow);
}

/** The double integral of an impulse at 0. */
function ramp(t: number): number {
  return t > 0 ? (t * t) / 2 : 0;
}
