/**
 * Writes a profile of one curve and, for colours, three primaries (ICC.1:2022): what formats without room for one say
 * of their colours in other ways is handed on so.
 */
import { apply, invert, type Matrix, multiply, scaleColumns, transpose, type Vector } from './matrix.ts';

/** A chromaticity, as x and y of CIE 1931. */
export type Chromaticity = readonly [x: number, y: number];

/** White, red, green and blue. */
export type Primaries = readonly [Chromaticity, Chromaticity, Chromaticity, Chromaticity];

/** How stored values become light: a power, the curve of sRGB, or samples of light at even distances. */
export type Transfer = number | 'srgb' | Float64Array;

const D50: Vector = [0.964_2, 1, 0.824_9];
/** From XYZ to the cones of the Bradford adaptation (ICC.1:2022, annex E). */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];
const HEADER_BYTES = 128;
const VERSION = 0x0430_0000;
/** Exponent, factors and limit of sRGB's curve (IEC 61966-2-1). */
const SRGB_CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.040_45];

/** A profile for pictures of three channels. */
export function writeRgbProfile(primaries: Primaries, transfer: Transfer): Uint8Array {
  const [red, green, blue] = transpose(adaptedPrimaries(primaries));
  const curve = curveTag(transfer);
  return writeProfile('RGB ', {
    rXYZ: pointTag(red),
    gXYZ: pointTag(green),
    bXYZ: pointTag(blue),
    rTRC: curve,
    gTRC: curve,
    bTRC: curve,
    chad: numbersTag('sf32', adaptation(whiteOf(primaries[0])).flat()),
  });
}

/** A profile for pictures of one channel. */
export function writeGreyProfile(transfer: Transfer): Uint8Array {
  return writeProfile('GRAY', { kTRC: curveTag(transfer) });
}

/** Columns are the primaries under D50, the sum of which is white. */
export function adaptedPrimaries([white, red, green, blue]: Primaries): Matrix {
  const columns = transpose([whiteOf(red), whiteOf(green), whiteOf(blue)]);
  const shares = apply(invert(columns), whiteOf(white));
  return multiply(adaptation(whiteOf(white)), scaleColumns(columns, shares));
}

/** XYZ of a chromaticity with Y at 1. */
function whiteOf([x, y]: Chromaticity): Vector {
  return [x / y, 1, (1 - x - y) / y];
}

function adaptation(white: Vector): Matrix {
  const from = apply(BRADFORD, white);
  const to = apply(BRADFORD, D50);
  const gains: Vector = [to[0] / from[0], to[1] / from[1], to[2] / from[2]];
  return multiply(
    multiply(invert(BRADFORD), [
      [gains[0], 0, 0],
      [0, gains[1], 0],
      [0, 0, gains[2]],
    ]),
    BRADFORD,
  );
}

function curveTag(transfer: Transfer): Uint8Array {
  if (transfer === 'srgb') return numbersTag('para', SRGB_CURVE, 3);
  if (typeof transfer === 'number') return numbersTag('para', [transfer], 0);
  const tag = new Uint8Array(12 + transfer.length * 2);
  const view = new DataView(tag.buffer);
  putText(tag, 0, 'curv');
  view.setUint32(8, transfer.length);
  for (const [i, light] of transfer.entries()) view.setUint16(12 + i * 2, Math.round(light * 65_535));
  return tag;
}

function pointTag(point: Vector): Uint8Array {
  return numbersTag('XYZ ', point);
}

/** A type, the form of a parametric curve, and numbers with 16 fraction bits. */
function numbersTag(type: string, numbers: readonly number[], form?: number): Uint8Array {
  const from = form === undefined ? 8 : 12;
  const tag = new Uint8Array(from + numbers.length * 4);
  const view = new DataView(tag.buffer);
  putText(tag, 0, type);
  if (form !== undefined) view.setUint16(8, form);
  for (const [i, number] of numbers.entries()) view.setInt32(from + i * 4, Math.round(number * 65_536));
  return tag;
}

/** One text in one language (section 10.15). */
function textTag(text: string): Uint8Array {
  const tag = new Uint8Array(28 + text.length * 2);
  const view = new DataView(tag.buffer);
  putText(tag, 0, 'mluc');
  view.setUint32(8, 1);
  view.setUint32(12, 12);
  putText(tag, 16, 'enUS');
  view.setUint32(20, text.length * 2);
  view.setUint32(24, 28);
  for (let i = 0; i < text.length; i++) view.setUint16(28 + i * 2, text.charCodeAt(i));
  return tag;
}

function writeProfile(model: 'RGB ' | 'GRAY', own: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const tags = Object.entries({
    desc: textTag('From file'),
    cprt: textTag('CC0'),
    wtpt: pointTag(D50),
    ...own,
  });
  let at = HEADER_BYTES + 4 + tags.length * 12;
  const places = tags.map(([, { length }]) => {
    const place = at;
    at += (length + 3) & ~3;
    return place;
  });
  const profile = new Uint8Array(at);
  const view = new DataView(profile.buffer);
  view.setUint32(0, at);
  view.setUint32(8, VERSION);
  putText(profile, 12, `mntr${model}XYZ `);
  putText(profile, 36, 'acsp');
  for (const [i, value] of D50.entries()) view.setInt32(68 + i * 4, Math.round(value * 65_536));
  view.setUint32(HEADER_BYTES, tags.length);
  for (const [i, [name, tag]] of tags.entries()) {
    const entry = HEADER_BYTES + 4 + i * 12;
    putText(profile, entry, name);
    view.setUint32(entry + 4, places[i]!);
    view.setUint32(entry + 8, tag.length);
    profile.set(tag, places[i]);
  }
  return profile;
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}
