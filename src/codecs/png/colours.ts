/**
 * What a PNG's chunks say of its colours, as a profile (PNG, third edition, sections 4.3 and 11.3.2): cICP before iCCP
 * before sRGB before gAMA and cHRM. Nothing is written for sRGB, which is what pictures without a profile are taken for.
 */
import {
  type Primaries,
  type Transfer,
  writeGreyProfile,
  writeRgbProfile,
} from '../metadata/icc/write-profile.ts';
import { modelOfProfile } from '../metadata/profile.ts';

/** The chunks that say something of colours; `profile` is iCCP's, inflated. */
export interface ColourChunks {
  readonly cicp: Uint8Array | undefined;
  readonly profile: Uint8Array | undefined;
  readonly srgb: Uint8Array | undefined;
  readonly gamma: Uint8Array | undefined;
  readonly chromaticities: Uint8Array | undefined;
}

type Model = 'grey' | 'rgb';

const D65 = [0.3127, 0.329] as const;
const SRGB: Primaries = [D65, [0.64, 0.33], [0.3, 0.6], [0.15, 0.06]];
/** Primaries by number (ITU-T H.273, table 2). */
const PRIMARIES: Readonly<Record<number, Primaries>> = {
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

/** The profile for a picture of this model; undefined for sRGB, and for an iCCP of another model. */
export function profileOfChunks(chunks: ColourChunks, model: Model): Uint8Array | undefined {
  const { cicp, profile, srgb, gamma, chromaticities } = chunks;
  const coded = cicp && readCicp(cicp);
  if (coded) return writeFor(model, ...coded);
  if (profile && modelOfProfile(profile) === model) return profile;
  if (srgb || (!gamma && !chromaticities)) return undefined;
  return writeFor(model, readChromaticities(chromaticities), readGamma(gamma));
}

function writeFor(model: Model, primaries: Primaries, transfer: Transfer): Uint8Array | undefined {
  if (model === 'grey') return transfer === 'srgb' ? undefined : writeGreyProfile(transfer);
  if (transfer === 'srgb' && isNear(primaries, SRGB)) return undefined;
  return writeRgbProfile(primaries, transfer);
}

/** libpng takes chromaticities that differ by no more than this for the same. */
const TOLERANCE = 0.01;

function isNear(a: Primaries, b: Primaries): boolean {
  return a.flat().every((value, at) => Math.abs(value - b.flat()[at]!) <= TOLERANCE);
}

/** Undefined for numbers nobody gave a meaning here, for YCbCr, and for a range that leaves out the ends. */
function readCicp([primaries = 0, transfer = 0, matrix, fullRange]: Uint8Array):
  [Primaries, Transfer] | undefined {
  const known = PRIMARIES[primaries];
  const curve = TRANSFERS[transfer]?.();
  return known && curve !== undefined && matrix === 0 && fullRange === 1 ? [known, curve] : undefined;
}

/** Transfer curves by number (ITU-T H.273, table 3). */
const TRANSFERS: Readonly<Record<number, () => Transfer>> = {
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
const WHITE_NITS = 203;
/** Light above this share of white is compressed into what is left below white. */
const KNEE = 0.8;

function toneMapped(light: number): number {
  return light <= KNEE ? light : KNEE + (1 - KNEE) * (1 - Math.exp((KNEE - light) / (1 - KNEE)));
}

/** The curve of SMPTE ST 2084: 1 is 10,000 candela a square metre. */
function fromPq(value: number): number {
  const root = value ** (1 / 78.84375);
  return (Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125);
}

/** The curve of ARIB STD-B67: scene light, 1 at the peak. */
function fromHlg(value: number): number {
  return value <= 0.5 ? value ** 2 / 3 : (Math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12;
}

function readUint(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}

/** cHRM has white, red, green and blue, in steps of 1/100,000. Those that make no sense count as sRGB's. */
function readChromaticities(chunk: Uint8Array | undefined): Primaries {
  if (chunk?.length !== 32) return SRGB;
  const point = (i: number) => [readUint(chunk, i * 8) / 1e5, readUint(chunk, i * 8 + 4) / 1e5] as const;
  const primaries: Primaries = [point(0), point(1), point(2), point(3)];
  return primaries.every(([x, y]) => y > 0.001 && x + y <= 1.01) && spans(primaries) ? primaries : SRGB;
}

/** True when red, green and blue do not lie on a line. */
function spans([, [rx, ry], [gx, gy], [bx, by]]: Primaries): boolean {
  return Math.abs((gx - rx) * (by - ry) - (bx - rx) * (gy - ry)) > 0.001;
}

/** The exponent of a screen that shows what sRGB's own curve nearly is. */
const SRGB_GAMMA = 2.2;

/** gAMA has the exponent of the camera, in steps of 1/100,000; what differs from sRGB's by 5 % at most is sRGB. */
function readGamma(chunk: Uint8Array | undefined): Transfer {
  const gamma = chunk?.length === 4 ? readUint(chunk, 0) / 1e5 : 0;
  if (gamma < 0.01 || gamma > 10 || Math.abs(gamma * SRGB_GAMMA - 1) <= 0.05) return 'srgb';
  return 1 / gamma;
}
