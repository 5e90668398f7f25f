/** Colours by the numbers of ITU-T H.273, and profiles for them. */
import { type Primaries, type Transfer, writeGreyProfile, writeRgbProfile } from './icc/write-profile.ts';

type Model = 'grey' | 'rgb';

const D65 = [0.3127, 0.329] as const;
/** The primaries of sRGB. */
export const SRGB: Primaries = [D65, [0.64, 0.33], [0.3, 0.6], [0.15, 0.06]];
/** Primaries by number (ITU-T H.273, table 2). */
export const PRIMARIES: Readonly<Record<number, Primaries>> = {
  1: SRGB,
  5: [D65, [0.64, 0.33], [0.29, 0.6], [0.15, 0.06]],
  6: [D65, [0.63, 0.34], [0.31, 0.595], [0.155, 0.07]],
  9: [D65, [0.708, 0.292], [0.17, 0.797], [0.131, 0.046]],
  11: [
    [0.314, 0.351],
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
  12: [D65, [0.68, 0.32], [0.265, 0.69], [0.15, 0.06]],
};

/** Transfer curves by number (ITU-T H.273, table 3). */
export const TRANSFERS: Readonly<Record<number, () => Transfer>> = {
  1: () => sampled(fromVideo),
  4: () => 2.2,
  5: () => 2.8,
  6: () => sampled(fromVideo),
  8: () => 1,
  13: () => 'srgb',
  14: () => sampled(fromVideo),
  15: () => sampled(fromVideo),
  16: () => sampled((value) => toneMapped((10_000 * fromPq(value)) / WHITE_NITS)),
  18: () => sampled((value) => toneMapped((1000 * fromHlg(value) ** 1.2) / WHITE_NITS)),
};

const SAMPLES = 1024;

function sampled(curve: (value: number) => number): Float64Array {
  return Float64Array.from({ length: SAMPLES }, (_, i) => Math.min(1, curve(i / (SAMPLES - 1))));
}

/** The inverse of the camera curve of ITU-R BT.709. */
function fromVideo(value: number): number {
  return value < 0.081 ? value / 4.5 : ((value + 0.099) / 1.099) ** (1 / 0.45);
}

/** Paper white of high dynamic range (ITU-R BT.2408), in candela a square metre. */
export const WHITE_NITS = 203;
/** Light above this share of white is compressed into what is left below white. */
const KNEE = 0.8;

/** Light in shares of white, none of it above white. */
export function toneMapped(light: number): number {
  return light <= KNEE ? light : KNEE + (1 - KNEE) * (1 - Math.exp((KNEE - light) / (1 - KNEE)));
}

/** The curve of SMPTE ST 2084: 1 is 10,000 candela a square metre. */
export function fromPq(value: number): number {
  const root = value ** (1 / 78.84375);
  return (Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125);
}

/** The curve of ARIB STD-B67: scene light, 1 at the peak. */
export function fromHlg(value: number): number {
  return value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12;
}

/** A profile of these primaries and this curve; undefined for sRGB. */
export function writeProfileFor(
  model: Model,
  primaries: Primaries,
  transfer: Transfer,
): Uint8Array | undefined {
  if (model === 'grey') return transfer === 'srgb' ? undefined : writeGreyProfile(transfer);
  if (transfer === 'srgb' && isNear(primaries, SRGB)) return undefined;
  return writeRgbProfile(primaries, transfer);
}

/** libpng takes chromaticities that differ by no more than this for the same. */
const TOLERANCE = 0.01;

function isNear(a: Primaries, b: Primaries): boolean {
  return a.flat().every((value, at) => Math.abs(value - b.flat()[at]!) <= TOLERANCE);
}

/** Curves of cameras and of sRGB: files name one for another, and are meant to look alike. */
const ORDINARY = [1, 2, 6, 13, 14, 15];

/** A profile for these numbers; undefined for sRGB, and for numbers nobody gave a meaning here. */
export function profileOfCicp(
  { primaries, transfer }: { readonly primaries: number; readonly transfer: number },
  model: Model,
): Uint8Array | undefined {
  const known = PRIMARIES[primaries === 2 ? 1 : primaries];
  const curve = ORDINARY.includes(transfer) ? 'srgb' : TRANSFERS[transfer]?.();
  return known && curve !== undefined ? writeProfileFor(model, known, curve) : undefined;
}
