/**
 * The light that pixels are scaled in. The numbers of a file stand for roughly what the eye makes of light, not for
 * light itself: black and white side by side are seen from afar as 188, while their mean as numbers is 128.
 */

/** `gamma`: the numbers of the file, as the original service scales; `linear`: what they stand for, by sRGB's curve. */
export type Light = 'gamma' | 'linear';

/** What an operator chooses (`SCALING`): the light of the file, linear light, or that at twice the time and a little closer. */
export type Scaling = 'gamma' | 'linear' | 'best';

/** What decoders may do of a scaling in linear light. */
export interface LightWish {
  /** Pixels that they leave for each one of the result at least, where they average the numbers of the file. */
  readonly margin: number;
  /** False where they may scale what they keep of chroma by the numbers of the file, and luma for all light. */
  readonly exact: boolean;
}

/** How a scaling is done; without a wish decoders may do all of it. */
interface Manner {
  readonly light: Light;
  readonly wish?: LightWish;
}

/**
 * Measured: with a margin of 1.25 instead of 2 busy photographs lose 14 to 17 points of SSIMULACRA 2, of 90; without
 * exactness up to 3.
 */
export const SCALINGS: Readonly<Record<Scaling, Manner>> = {
  gamma: { light: 'gamma' },
  linear: { light: 'linear', wish: { margin: 2, exact: false } },
  best: { light: 'linear', wish: { margin: 2.5, exact: true } },
};

/** White as a sample of linear light: 64 units for each of 255 levels, so that alpha counts alike. */
export const WHITE = 255 * 64;

/** From sRGB's numbers to light (IEC 61966-2-1), both 0 to 1. */
function brighten(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** The inverse. */
function darken(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}

/** The way into linear light and back. */
export interface Curve {
  /** For each byte its sample, 0 to `WHITE`: the darkest are 5 apart, so every byte comes back as it was. */
  readonly light: Int16Array<ArrayBuffer>;
  /** For each sample its byte. */
  readonly byte: Uint8Array<ArrayBuffer>;
}

let curve: Curve | undefined;

/** The curve of sRGB, made when it is first needed. */
export function linearCurve(): Curve {
  curve ??= {
    light: Int16Array.from({ length: 256 }, (_, byte) => Math.round(brighten(byte / 255) * WHITE)),
    byte: Uint8Array.from({ length: WHITE + 1 }, (_, sample) => Math.round(darken(sample / WHITE) * 255)),
  };
  return curve;
}
