/**
 * Pictures of high dynamic range on a screen of the usual one: paper white (ITU-R BT.2408) becomes white, what is
 * brighter is compressed into the last fifth below it, and primaries become those of sRGB.
 */
import type { Band } from '../../core/image/picture.ts';
import { fromHlg, fromPq, PRIMARIES, SRGB, toneMapped, WHITE_NITS } from '../metadata/cicp.ts';
import { adaptedPrimaries } from '../metadata/icc/write-profile.ts';
import { invert, multiply } from '../metadata/icc/matrix.ts';
import { transfer as encodeSrgb } from '../metadata/icc/srgb.ts';
import { type Cicp, isHdr, TRANSFER } from './colour.ts';

/** Writes a pixel of red, green and blue as they were stored, 0 to 255 and not whole. */
export type Tone = (red: number, green: number, blue: number, band: Band, at: number) => void;

/** Steps of stored values, and of light, that are told apart. */
const STORED = 4096;
const LIGHT = 8192;

/** The tone mapping that colours need; undefined for those of the usual range. */
export function toneOf({ primaries, transfer }: Cicp): Tone | undefined {
  if (!isHdr({ transfer })) return undefined;
  const light = Float64Array.from({ length: STORED + 1 }, (_, i) => lightOf(transfer, i / STORED));
  const shown = Uint8Array.from({ length: LIGHT + 1 }, (_, i) =>
    Math.round(255 * encodeSrgb((i / LIGHT) ** 2)),
  );
  const [[rr, rg, rb], [gr, gg, gb], [br, bg, bb]] = multiply(
    invert(adaptedPrimaries(SRGB)),
    adaptedPrimaries(PRIMARIES[primaries] ?? PRIMARIES[9]!),
  );
  const stored = (value: number) => light[Math.round(clamp(value / 255) * STORED)]!;
  const level = (value: number) => shown[Math.round(Math.sqrt(clamp(toneMapped(value))) * LIGHT)]!;
  return (red, green, blue, band, at) => {
    const r = stored(red);
    const g = stored(green);
    const b = stored(blue);
    band[at] = level(rr * r + rg * g + rb * b);
    band[at + 1] = level(gr * r + gg * g + gb * b);
    band[at + 2] = level(br * r + bg * g + bb * b);
  };
}

/** Light in shares of paper white. */
function lightOf(transfer: number, value: number): number {
  return transfer === TRANSFER.pq
    ? (10_000 * fromPq(value)) / WHITE_NITS
    : (1000 * fromHlg(value) ** 1.2) / WHITE_NITS;
}

function clamp(value: number): number {
  return value > 0 ? Math.min(1, value) : 0;
}
