/**
 * Scaling as it is in the books: Lanczos-3 over all pixels of the fully decoded picture, in floating point, rounded once. In
 * linear light, or on the numbers of the file as the original service and libvips do it by default.
 */
import type { Rect, Size } from '../src/core/image/picture.ts';
import { openFile, type Pixels } from './shown.ts';

/** What is made of a picture: a part of it, scaled to a size, and a part of that. */
export interface Scaling {
  readonly cut?: Rect;
  readonly size: Size;
  readonly window?: Rect;
}

const LOBES = 3;
const CHANNELS = 4;

/** RGB on white, in either light. */
export async function scaledFully(
  file: Buffer,
  scaling: (source: Size) => Scaling,
): Promise<Record<'plain' | 'linear', Pixels>> {
  const image = openFile(file).toColourspace('srgb').ensureAlpha();
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const wanted = scaling(info);
  return { plain: scaleIn(data, info, wanted, PLAIN), linear: scaleIn(data, info, wanted, LINEAR) };
}

/** A kind of light: from bytes to what is added up, 0 to 1, and back. */
interface Light {
  readonly of: Float64Array;
  byte(value: number): number;
}

const PLAIN: Light = {
  of: Float64Array.from({ length: 256 }, (_, byte) => byte / 255),
  byte: (value) => value * 255,
};
const LINEAR: Light = {
  of: PLAIN.of.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)),
  byte: (v) => 255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055),
};

function scaleIn(rgba: Uint8Array, source: Size, scaling: Scaling, light: Light): Pixels {
  const cut = scaling.cut ?? { x: 0, y: 0, ...source };
  const { x, y, width, height } = scaling.window ?? { x: 0, y: 0, ...scaling.size };
  const across = tapsOf(cut.width, scaling.size.width).slice(x, x + width);
  const down = tapsOf(cut.height, scaling.size.height).slice(y, y + height);
  const rows = Array.from({ length: cut.height }, (_, row) =>
    scaleRow(rgba, ((cut.y + row) * source.width + cut.x) * CHANNELS, across, light),
  );
  const data = Buffer.alloc(width * height * 3);
  const row = new Float64Array(width * CHANNELS);
  for (const [line, { first, weights }] of down.entries()) {
    row.fill(0);
    for (const [n, weight] of weights.entries()) {
      const from = rows[first + n]!;
      for (let at = 0; at < row.length; at++) row[at]! += weight * from[at]!;
    }
    storeRow(row, data.subarray(line * width * 3), light);
  }
  return { data, info: { width, height } };
}

interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

function tapsOf(from: number, to: number): Taps[] {
  const step = from / to;
  const wide = Math.max(1, step);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * step - 0.5;
    const first = Math.max(0, Math.ceil(centre - LOBES * wide));
    const last = Math.min(from - 1, Math.floor(centre + LOBES * wide));
    const weights = Array.from({ length: last - first + 1 }, (_, n) => lanczos((first + n - centre) / wide));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= LOBES) return 0;
  const angle = Math.PI * x;
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / angle ** 2;
}

/** One row, colours times alpha. */
function scaleRow(rgba: Uint8Array, start: number, across: readonly Taps[], { of }: Light): Float32Array {
  const row = new Float32Array(across.length * CHANNELS);
  for (const [column, { first, weights }] of across.entries()) {
    let [red, green, blue, alpha] = [0, 0, 0, 0];
    for (let n = 0, at = start + first * CHANNELS; n < weights.length; n++, at += CHANNELS) {
      const weight = (weights[n]! * rgba[at + 3]!) / 255;
      red += weight * of[rgba[at]!]!;
      green += weight * of[rgba[at + 1]!]!;
      blue += weight * of[rgba[at + 2]!]!;
      alpha += weight;
    }
    row.set([red, green, blue, alpha], column * CHANNELS);
  }
  return row;
}

/** Puts a row on white, as pages do it: by the numbers. */
function storeRow(row: Float64Array, to: Uint8Array, { byte }: Light): void {
  for (let pixel = 0; pixel * CHANNELS < row.length; pixel++) {
    const alpha = Math.min(1, Math.max(0, row[pixel * CHANNELS + 3]!));
    for (let channel = 0; channel < 3; channel++) {
      const level = alpha > 0 ? byte(Math.max(0, row[pixel * CHANNELS + channel]! / alpha)) : 0;
      const shown = Math.min(255, level) * alpha + 255 * (1 - alpha);
      to[pixel * 3 + channel] = Math.round(shown);
    }
  }
}
