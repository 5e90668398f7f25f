/** TIFF files made tag by tag, the codec under test, and libvips beside it. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Decoder } from '../../../src/codecs/codec.ts';
import { tiffCodec } from '../../../src/codecs/tiff/index.ts';
import { keep } from '../../../src/core/image/geometry.ts';
import type { Rect } from '../../../src/core/image/picture.ts';
import { headerOf } from '../headers.ts';
import { collect } from '../raster/pictures.ts';

const built = (name: string) => new URL(`../../../wasm/build/${name}.wasm`, import.meta.url);
const moduleOf = (file: URL | string) => new WebAssembly.Module(readFileSync(file));

export const codec = tiffCodec({
  tiff: moduleOf(built('tiff')),
  png: moduleOf(built('png')),
  jpeg: moduleOf(built('jpeg')),
  webp: moduleOf(built('webp')),
});
export const decoder = codec.decoder as Decoder;

/** The pixels of a file, or of a region of it. */
export async function decode(file: Uint8Array, cut?: Rect): Promise<Uint8Array> {
  const source = headerOf(codec, file);
  const wish = cut ? { ...keep(cut), cut } : keep(source);
  decoder.plan(source, wish);
  return collect(decoder.decode(file, source, wish));
}

/** The same by libvips, as 8-bit RGBA. */
export async function decodeBySharp(file: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(
    await sharp(file).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer(),
  );
}

/** A tag with its type and values: type 3 has two bytes, 4 four, 5 is a fraction, 12 a double, anything else has one. */
export type Field = readonly [tag: number, type: number, ...values: number[]];

export interface TiffRecipe {
  readonly fields: readonly Field[];
  /** Strips or tiles, stored as they are; where they lie is written unless `fields` say it. */
  readonly segments: readonly Uint8Array[];
  /** Bytes that lie before them, from byte 8 on (16 in BigTIFF). */
  readonly before?: Uint8Array;
  readonly tiled?: boolean;
  readonly little?: boolean;
  readonly big?: boolean;
}

const BYTES: Readonly<Record<number, number>> = { 3: 2, 4: 4, 12: 8 };

/** Writes header, segments, values and directory, in this order. */
export function writeTiff({
  fields,
  segments,
  before = new Uint8Array(),
  tiled = false,
  little = true,
  big = false,
}: TiffRecipe): Uint8Array {
  const word = big ? 8 : 4;
  const parts: Uint8Array[] = [];
  let at = big ? 16 : 8;
  const put = (bytes: Uint8Array): number => {
    const from = at;
    const even = bytes.length + (bytes.length % 2);
    parts.push(Uint8Array.from({ length: even }, (_, i) => bytes[i] ?? 0));
    at += even;
    return from;
  };
  put(before);
  const places = segments.map(put);
  const written: Field[] = [
    [tiled ? 324 : 273, 4, ...places],
    [tiled ? 325 : 279, 4, ...segments.map(({ length }) => length)],
  ];
  const all: Field[] = [
    ...fields,
    ...written.filter(([tag]) => fields.every((field) => field[0] !== tag)),
  ].toSorted((a, b) => a[0] - b[0]) as Field[];
  const entries = all.map(([tag, type, ...values]) => {
    const data = pack(type, values, little);
    const value = data.length <= word ? data : numbers(little, [word, put(data)]);
    const filled = Uint8Array.from({ length: word }, (_, i) => value[i] ?? 0);
    return [...numbers(little, [2, tag], [2, type], [word, values.length]), ...filled];
  });
  const directory = at;
  parts.push(
    numbers(little, [big ? 8 : 2, entries.length]),
    Uint8Array.from(entries.flat()),
    numbers(little, [word, 0]),
  );
  const head = big
    ? numbers(little, [2, 43], [2, 8], [2, 0], [8, directory])
    : numbers(little, [2, 42], [4, directory]);
  return Uint8Array.from(Buffer.concat([Buffer.from(little ? 'II' : 'MM'), head, ...parts]));
}

function pack(type: number, values: readonly number[], little: boolean): Uint8Array {
  if (type === 5)
    return numbers(little, ...values.flatMap(fraction).map((value): [number, number] => [4, value]));
  if (type !== 12)
    return numbers(little, ...values.map((value): [number, number] => [BYTES[type] ?? 1, value]));
  const data = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => data.setFloat64(i * 8, value, little));
  return new Uint8Array(data.buffer);
}

/** Thousandths; what is no number has no denominator. */
function fraction(value: number): [number, number] {
  return Number.isFinite(value) ? [Math.round(value * 1000), 1000] : [Number.isNaN(value) ? 0 : 1, 0];
}

/** Unsigned numbers of so many bytes each. */
export function numbers(
  little: boolean,
  ...all: readonly (readonly [bytes: number, value: number])[]
): Uint8Array {
  return Uint8Array.from(
    all.flatMap(([bytes, value]) => {
      const order = Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);
      return little ? order : order.toReversed();
    }),
  );
}

/** The fields that every picture has. */
export function basic(
  { width, height }: { width: number; height: number },
  { bits = 8, compression = 1, photometric = 2, samples = 3, rows = height },
): Field[] {
  return [
    [256, 3, width],
    [257, 3, height],
    [258, 3, ...Array.from({ length: samples }, () => bits)],
    [259, 3, compression],
    [262, 3, photometric],
    [277, 3, samples],
    [278, 3, rows],
  ];
}
