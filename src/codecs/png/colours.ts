/**
 * What a PNG's chunks say of its colours, as a profile (PNG, third edition, sections 4.3 and 11.3.2): cICP before iCCP
 * before sRGB before gAMA and cHRM. Nothing is written for sRGB, which is what pictures without a profile are taken for.
 */
import { PRIMARIES, SRGB, TRANSFERS, writeProfileFor } from '../metadata/cicp.ts';
import type { Primaries, Transfer } from '../metadata/icc/write-profile.ts';
import { modelOfProfile } from '../metadata/profile.ts';

/** The chunks that say something of colours; `profile` is iCCP's, inflated. */
export interface ColourChunks {
  readonly cicp: Uint8Array | undefined;
  readonly profile: Uint8Array | undefined;
  readonly srgb: Uint8Array | undefined;
  readonly gamma: Uint8Array | undefined;
  readonly chromaticities: Uint8Array | undefined;
}

/** The profile for a picture of this model; undefined for sRGB, and for an iCCP of another model. */
export function profileOfChunks(chunks: ColourChunks, model: 'grey' | 'rgb'): Uint8Array | undefined {
  const { cicp, profile, srgb, gamma, chromaticities } = chunks;
  const coded = cicp && readCicp(cicp);
  if (coded) return writeProfileFor(model, ...coded);
  if (profile && modelOfProfile(profile) === model) return profile;
  if (srgb || (!gamma && !chromaticities)) return undefined;
  return writeProfileFor(model, readChromaticities(chromaticities), readGamma(gamma));
}

/** Undefined for numbers nobody gave a meaning here, for YCbCr, and for a range that leaves out the ends. */
function readCicp([primaries = 0, transfer = 0, matrix, fullRange]: Uint8Array):
  [Primaries, Transfer] | undefined {
  const known = PRIMARIES[primaries];
  const curve = TRANSFERS[transfer]?.();
  return known && curve !== undefined && matrix === 0 && fullRange === 1 ? [known, curve] : undefined;
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
