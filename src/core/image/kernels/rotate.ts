/** Rotation by any angle, about the middle, with edges that cover pixels in part. */
import { release } from '../bands.ts';
import type { Band, Picture, Size } from '../picture.ts';
import { type Held, heldBytes, holdPicture, type Line, MOST_LINES, type Sampling } from './bicubic.ts';
import type { Rotate } from './kernels.ts';
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

/** Bytes held while a picture of this size is rotated: the picture, and twice some rows of the result. */
export function rotateBytes(size: Size, to: Size): number {
  return heldBytes(size) + 2 * MOST_LINES * to.width * 4;
}

/** `Kernels.rotate` on top of sampling to bands of some width. The source is held whole. */
export function rotateWith(start: (held: Held, width: number) => Sampling): Rotate {
  return function rotate(picture, degrees, transparent): Picture {
    const size = rotatedSize(picture, degrees);
    return {
      ...size,
      opaque: picture.opaque && !transparent,
      async *bands() {
        const held = await holdPicture(picture);
        const sampling = start(held, size.width);
        try {
          yield* rotateBands(held, sampling, {
            size,
            direction: direction(degrees),
            outside: outsideOf(transparent),
          });
        } finally {
          sampling.free();
          release(held.pixels);
        }
      },
    };
  };
}

/** How a picture is turned. */
interface Rotation {
  /** Size of the result. */
  readonly size: Size;
  readonly direction: Direction;
  readonly outside: Outside;
}

function* rotateBands(held: Held, sampling: Sampling, rotation: Rotation): Generator<Band> {
  const { width, height } = rotation.size;
  const stride = width * 4;
  const band = new Uint8ClampedArray(Math.min(MOST_LINES, height) * stride);
  for (let row = 0; row < height; row += MOST_LINES) {
    const count = Math.min(MOST_LINES, height - row);
    const lines = Array.from({ length: count }, (_, i) => lineOf(row + i, held, rotation));
    for (const [i, { first, end }] of lines.entries()) {
      band.fill(rotation.outside.byte, i * stride, i * stride + first * 4);
      band.fill(rotation.outside.byte, i * stride + end * 4, (i + 1) * stride);
    }
    sampling.sample(lines, band);
    for (const [i, line] of lines.entries()) fadeEnds(held, line, rotation, band, i * stride);
    yield band.subarray(0, count * stride);
  }
}

/** The line in the source that one row of the result is read from. */
function lineOf(row: number, { width, height }: Size, { direction: { cos, sin }, size }: Rotation): Line {
  const across = 0.5 - size.width / 2;
  const down = row + 0.5 - size.height / 2;
  const u = cos * across + sin * down + width / 2;
  const v = cos * down - sin * across + height / 2;
  const [u0, u1] = within(u, cos, width);
  const [v0, v1] = within(v, -sin, height);
  const first = Math.min(size.width, Math.max(0, Math.ceil(Math.max(u0, v0))));
  const end = Math.max(first, Math.min(size.width, Math.floor(Math.min(u1, v1)) + 1));
  return { u, v, du: cos, dv: -sin, first, end };
}

/** Farthest from a side that a turned pixel's middle can be while the pixel touches it: half its diagonal. */
const REACH = Math.SQRT1_2;

/** The steps at which a coordinate that starts at `from` and grows by `step` is within reach of a side. */
function within(from: number, step: number, side: number): [first: number, last: number] {
  const a = (-REACH - from) / step;
  const b = (side + REACH - from) / step;
  return step > 0 ? [a, b] : [b, a];
}

/** Fades the pixels that a side of the source runs through: those at both ends of a line, for a picture has no dents. */
function fadeEnds(held: Size, line: Line, { direction, outside }: Rotation, band: Band, start: number): void {
  const fade = (x: number): boolean => {
    const u = line.u + x * line.du;
    const v = line.v + x * line.dv;
    const isCut = Math.min(u, held.width - u, v, held.height - v) < REACH;
    const shares = (): number => insideOf(u, held.width, direction) * insideOf(v, held.height, direction);
    if (isCut) outside.fade(band, start + x * 4, shares());
    return isCut;
  };
  let { first, end } = line;
  while (first < end && fade(first)) first++;
  while (end > first && fade(end - 1)) end--;
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
