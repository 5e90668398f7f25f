/** From the connection space of ICC profiles, CIE Lab or XYZ under D50, to sRGB (IEC 61966-2-1). */

export type Triple = readonly [number, number, number];

/** Where the connection space is named in a profile's header. */
export const CONNECTION_SPACE_AT = 20;

const D50: Triple = [0.9642, 1, 0.8249];
/** D50 XYZ to linear sRGB: the inverse of the sRGB primaries, adapted from D65 by Bradford. */
export const TO_LINEAR: readonly Triple[] = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];
/** XYZ is encoded with one bit before the point. */
const XYZ_SCALE = 65_535 / 32_768;
/** What 1 encodes in Lab: lightness of 100, and 255 steps from -128. */
const LIGHTNESS = 100;
const STEPS = 255;
/** Tables of 16 bits in version 2 profiles put that at 65 280 instead of 65 535. */
const LEGACY_SCALE = 65_535 / 65_280;

/** The darkest colour of the reference medium that version 4 maps perceptually to (ICC.1:2022, section 6.3.4.3). */
export const REFERENCE_BLACK: Triple = [0.003357, 0.003479, 0.002869];

/** How a profile encodes its colours. */
export interface Encoding {
  readonly space: 'Lab ' | 'XYZ ';
  /** True when the Lab of 16 bits is that of version 2. */
  readonly legacyLab: boolean;
  /** XYZ of the darkest colour, which a screen must show as its own black. */
  readonly black: Triple;
}

/**
 * sRGB of an encoded colour, 0 to 1 inside the gamut and beyond it outside: clipping is left to the end, since
 * an interpolation between clipped colours is duller than the colours between them.
 */
export function encodedToSrgb(values: Triple, encoding: Encoding): Triple {
  const xyz = blackToZero(encodedToXyz(values, encoding), encoding.black);
  return [extend(dot(TO_LINEAR[0], xyz)), extend(dot(TO_LINEAR[1], xyz)), extend(dot(TO_LINEAR[2], xyz))];
}

/** XYZ of an encoded colour. */
export function encodedToXyz(values: Triple, { space, legacyLab }: Omit<Encoding, 'black'>): Triple {
  return space === 'XYZ '
    ? scaled(values, XYZ_SCALE)
    : labToXyz(scaled(values, legacyLab ? LEGACY_SCALE : 1));
}

/** A grey of this luminance, 0 to 1, under D50. */
export function neutral(luminance: number): Triple {
  return scaled(D50, luminance);
}

/** Stretches what lies between a black and white over all there is between zero and white: black-point compensation. */
function blackToZero([x, y, z]: Triple, black: Triple): Triple {
  const stretch = (value: number, from: number, white: number) => ((value - from) * white) / (white - from);
  return [stretch(x, black[0], D50[0]), stretch(y, black[1], D50[1]), stretch(z, black[2], D50[2])];
}

export function labToXyz([l, a, b]: Triple): Triple {
  const y = (l * LIGHTNESS + 16) / 116;
  return [
    D50[0] * cubed(y + (a * STEPS - 128) / 500),
    D50[1] * cubed(y),
    D50[2] * cubed(y - (b * STEPS - 128) / 200),
  ];
}

/** The inverse of the Lab function: a cube above 6/29, a line below. */
function cubed(t: number): number {
  return t > 6 / 29 ? t ** 3 : (t - 4 / 29) * 3 * (6 / 29) ** 2;
}

/** The transfer curve, continued symmetrically below zero. */
function extend(linear: number): number {
  return Math.sign(linear) * transfer(Math.abs(linear));
}

/** The transfer curve of sRGB, of linear light from 0. */
export function transfer(linear: number): number {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
}

function scaled([x, y, z]: Triple, factor: number): Triple {
  return [x * factor, y * factor, z * factor];
}

function dot(row: Triple | undefined, [x, y, z]: Triple): number {
  return row ? row[0] * x + row[1] * y + row[2] * z : 0;
}
