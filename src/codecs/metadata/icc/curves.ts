/** One-dimensional curves of ICC profiles: sampled tables and the parametric forms. Domain and range are 0 to 1. */
import { ProfileError, type TagData } from './tags.ts';

export type Curve = (x: number) => number;

/** A curve and the bytes it takes in its tag, so that the next one can be found. */
interface Placed {
  readonly curve: Curve;
  readonly length: number;
}

/** A table of samples, read linearly between them. */
export function sampled(samples: ArrayLike<number>): Curve {
  const last = samples.length - 1;
  return (x) => {
    const place = Math.min(1, Math.max(0, x)) * last;
    const below = Math.min(Math.floor(place), Math.max(0, last - 1));
    const low = samples[below] ?? 0;
    return low + ((samples[below + 1] ?? low) - low) * (place - below);
  };
}

/** `count` curves of `curv` or `para` type one after the other, each starting at a multiple of four (section 10.12). */
export function readCurves(tag: TagData, start: number, count: number): Curve[] {
  const curves: Curve[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const { curve, length } = readCurve(tag, at);
    curves.push(curve);
    at += length + ((4 - (length % 4)) % 4);
  }
  return curves;
}

const CURVE = 0x63757276; // curv
const PARAMETRIC = 0x70617261; // para

function readCurve(tag: TagData, at: number): Placed {
  const type = tag.uint32(at);
  if (type === CURVE) return readSampled(tag, at);
  if (type === PARAMETRIC) return readParametric(tag, at);
  throw new ProfileError('unknown kind of curve');
}

/** No entry means the identity, one a gamma with 8 fraction bits, more are samples (section 10.6). */
function readSampled(tag: TagData, at: number): Placed {
  const count = tag.uint32(at + 8);
  const length = 12 + count * 2;
  if (count === 0) return { curve: (x) => x, length };
  if (count === 1) {
    const gamma = tag.uint16(at + 12) / 256;
    return { curve: (x) => Math.max(0, x) ** gamma, length };
  }
  if (at + length > tag.length) throw new ProfileError('a curve is longer than its tag');
  return {
    curve: sampled(Float64Array.from({ length: count }, (_, i) => tag.uint16(at + 12 + i * 2) / 65_535)),
    length,
  };
}

/** Parameters of each parametric form (section 10.18, table 68). */
const PARAMETERS = [1, 3, 4, 5, 7];

function readParametric(tag: TagData, at: number): Placed {
  const form = tag.uint16(at + 8);
  const count = PARAMETERS[form];
  if (count === undefined) throw new ProfileError('unknown parametric curve');
  const values = Array.from({ length: count }, (_, i) => tag.fixed(at + 12 + i * 4));
  return { curve: parametric(form, values), length: 12 + count * 4 };
}

function parametric(
  form: number,
  [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0]: readonly number[],
): Curve {
  const power = (x: number) => Math.max(0, a * x + b) ** g;
  switch (form) {
    case 0:
      return (x) => Math.max(0, x) ** g;
    case 1:
      return (x) => (a * x + b >= 0 ? power(x) : 0);
    case 2:
      return (x) => (a * x + b >= 0 ? power(x) : 0) + c;
    case 3:
      return (x) => (x >= d ? power(x) : c * x);
    default:
      return (x) => (x >= d ? power(x) + e : c * x + f);
  }
}
