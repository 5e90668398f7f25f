/**
 * Grey and three-channel profiles (ICC.1:2022, sections 8.3 and F.2), read as a conversion to sRGB: by their table where they
 * have one, else by curves and a matrix.
 */
import type { Band } from '../../../core/image/picture.ts';
import { CONNECTION_SPACE_AT, labToXyz, TO_LINEAR, transfer } from './srgb.ts';
import { type Curve, readCurves } from './curves.ts';
import { type Matrix, multiply, transpose, type Vector } from './matrix.ts';
import { readSignature } from '../profile.ts';
import { profileGrid } from './profile-grid.ts';
import { interpolate } from './simplex.ts';
import { findTag, hasTag, ProfileError } from './tags.ts';

/** Changes pixels in place; alpha stays. */
export type SrgbConverter = (band: Band) => void;

/** Steps of linear light for which the transfer curve is kept. */
const STEPS = 16_384;

/**
 * The conversion that a profile of this model describes. Undefined when it changes nothing that can be seen, or is broken.
 */
export function srgbConverter(icc: Uint8Array, model: 'grey' | 'rgb'): SrgbConverter | undefined {
  try {
    const convert = model === 'grey' ? greyConverter(icc) : rgbConverter(icc);
    return changesAnything(convert, model) ? convert : undefined;
  } catch (error) {
    if (error instanceof ProfileError) return undefined;
    throw error;
  }
}

function greyConverter(icc: Uint8Array): SrgbConverter {
  const [curve] = readCurves(findTag(icc, ['kTRC']), 0, 1);
  const isLab = readSignature(icc, CONNECTION_SPACE_AT) === 'Lab ';
  const light = (level: number) => (isLab ? labToXyz([level, 128 / 255, 128 / 255])[1] : level);
  const levels = tableOf((level) => 255 * transfer(clamped(light(curve?.(level) ?? level))));
  return (band) => {
    for (let at = 0; at < band.length; at += 4) {
      const level = levels[band[at]!]!;
      band[at] = level;
      band[at + 1] = level;
      band[at + 2] = level;
    }
  };
}

function rgbConverter(icc: Uint8Array): SrgbConverter {
  return hasTag(icc, 'A2B0') ? tableConverter(icc) : matrixConverter(icc);
}

function tableConverter(icc: Uint8Array): SrgbConverter {
  const convert = interpolate(profileGrid(icc, 'rgb'));
  return (band) => {
    const pixels = band.length / 4;
    const alpha = Uint8Array.from({ length: pixels }, (_, pixel) => band[pixel * 4 + 3]!);
    // A pixel is read before it is written, so both may be the same memory.
    convert(new Uint8Array(band.buffer, band.byteOffset, band.length), band, pixels);
    for (let pixel = 0; pixel < pixels; pixel++) band[pixel * 4 + 3] = alpha[pixel]!;
  };
}

function matrixConverter(icc: Uint8Array): SrgbConverter {
  const [red, green, blue] = ['r', 'g', 'b'].map((name) => curveOf(icc, `${name}TRC`)) as Float64Array[];
  const primaries = transpose([pointOf(icc, 'rXYZ'), pointOf(icc, 'gXYZ'), pointOf(icc, 'bXYZ')]);
  const [[rr, rg, rb], [gr, gg, gb], [br, bg, bb]] = multiply(TO_LINEAR as Matrix, primaries);
  const encoded = Uint8Array.from({ length: STEPS + 1 }, (_, i) => Math.round(255 * transfer(i / STEPS)));
  const level = (light: number) => encoded[Math.round(clamped(light) * STEPS)]!;
  return (band) => {
    for (let at = 0; at < band.length; at += 4) {
      const r = red![band[at]!]!;
      const g = green![band[at + 1]!]!;
      const b = blue![band[at + 2]!]!;
      band[at] = level(rr * r + rg * g + rb * b);
      band[at + 1] = level(gr * r + gg * g + gb * b);
      band[at + 2] = level(br * r + bg * g + bb * b);
    }
  };
}

function curveOf(icc: Uint8Array, name: string): Float64Array {
  const [curve] = readCurves(findTag(icc, [name]), 0, 1) as [Curve];
  return tableOf(curve);
}

function pointOf(icc: Uint8Array, name: string): Vector {
  const tag = findTag(icc, [name]);
  return [tag.fixed(8), tag.fixed(12), tag.fixed(16)];
}

/** What a curve makes of each byte. */
function tableOf(curve: Curve): Float64Array {
  return Float64Array.from({ length: 256 }, (_, byte) => curve(byte / 255));
}

function clamped(value: number): number {
  return value > 0 ? Math.min(1, value) : 0;
}

/** Bytes between the levels that are tried. */
const SPACING = 15;

/** Tries a grid of colours: one that comes out as it went in, give or take a rounding, is sRGB's own. */
function changesAnything(convert: SrgbConverter, model: 'grey' | 'rgb'): boolean {
  const levels = Array.from({ length: 18 }, (_, i) => i * SPACING);
  const others = model === 'grey' ? [undefined] : levels;
  const grid = levels.flatMap((r) => others.flatMap((g) => others.flatMap((b) => [r, g ?? r, b ?? r, 255])));
  const made = new Uint8ClampedArray(grid);
  convert(made);
  return made.some((value, at) => Math.abs(value - grid[at]!) > 1);
}
