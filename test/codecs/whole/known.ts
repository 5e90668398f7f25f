/** Pictures in whole numbers, which every host counts alike, the files of them, and what is kept of what is made. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
import { loadModules } from '../../../scripts/lib/modules.ts';
import type { Frame } from '../../../src/core/image/frame.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { joined } from '../../../src/core/image/bytes.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import type { Format } from '../../../src/core/spec/source.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { picture, pixels as noise } from '../raster/pictures.ts';

type Pixels = Uint8Array<ArrayBuffer>;
export type Told = Partial<Omit<Output, 'format'>>;

export const modules = await loadModules();
export const codecs = createCodecs(modules, { animatedPng: true });

/** Soft slopes, an edge and a little grain. */
export function photo({ width, height }: Size, grain = 9): Pixels {
  const pixels = new Uint8Array(width * height * 4).fill(255);
  let state = 7;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      const speck = ((state >>> 24) * grain) >> 8;
      const inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < height ** 2 / 9 ? 70 : 0;
      const level = (value: number) => Math.max(0, Math.min(255, value + speck));
      pixels[at] = level(40 + 2 * Math.abs(((x + 30) % 120) - 60) + inside);
      pixels[at + 1] = level(60 + Math.abs(((x + 3 * y) % 200) - 100) - (inside >> 1));
      pixels[at + 2] = level(30 + ((x * y) >> 6) + inside);
    }
  }
  return pixels;
}

/** Few flat colours in bars, stairs and repeats. */
export function drawing({ width, height }: Size, colours: number): Pixels {
  const pixels = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const colour = ((x >> 3) * 7 + (y >> 2) * 13 + (x % 5 === 0 ? y : 0)) % colours;
    pixels.set([(colour * 37) & 255, (colour * 11 + 3) & 255, 255 - (colour & 255), 255], at * 4);
  }
  return pixels;
}

/** The same with alpha in steps, from clear to opaque. */
export function pierced(pixels: Pixels): Pixels {
  return pixels.map((byte, at) => (at % 4 === 3 ? Math.min(255, ((at >> 4) % 9) * 36) : byte));
}

/** The same without colour. */
function grey(pixels: Pixels): Pixels {
  return pixels.map((byte, at) => (at % 4 === 3 ? byte : pixels[at - (at % 4) + 1]!));
}

export const SIZE = { width: 101, height: 77 };
export const LARGE = { width: 330, height: 260 };
export const PICTURES: Readonly<Record<string, readonly [Size, Pixels]>> = {
  photo: [SIZE, photo(SIZE)],
  'a rough photo': [SIZE, photo(SIZE, 90)],
  'a large photo': [LARGE, photo(LARGE, 3)],
  noise: [SIZE, noise(SIZE, 5, true)],
  'a drawing of 2': [SIZE, drawing(SIZE, 2)],
  'a drawing of 12': [SIZE, drawing(SIZE, 12)],
  'a drawing of 200': [LARGE, drawing(LARGE, 200)],
  'a drawing of 900': [LARGE, drawing(LARGE, 900)],
  'a pierced photo': [SIZE, pierced(photo(SIZE))],
  'a pierced drawing': [SIZE, pierced(drawing(SIZE, 12))],
  grey: [SIZE, grey(photo(SIZE))],
  'a stripe': [{ width: 9, height: 1 }, photo({ width: 9, height: 1 })],
};

export async function written(name: string, format: Format, told: Told, table = codecs): Promise<Pixels> {
  const [size, pixels] = PICTURES[name]!;
  const opaque = pixels.every((byte, at) => at % 4 !== 3 || byte === 255);
  const output = { format, quality: 80, interlace: false, ...told };
  return gathered(table.get(format)!.encoder!.encode(picture(pixels, size, opaque, 11), output));
}

export async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Pixels> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return joined(all);
}

/** A few frames, each with one more bar moved. */
export async function moving(format: Format, told: Told): Promise<Pixels> {
  async function* frames(): AsyncGenerator<Frame> {
    for (let i = 0; i < 4; i++) {
      const pixels = i < 2 ? pierced(drawing(SIZE, 12)) : photo(SIZE);
      pixels.copyWithin(i * 4000, 0, 1200 * i);
      yield { picture: picture(pixels, SIZE, false), delay: 70 * i + 33 };
    }
  }
  const movement = { frames: 4, plays: 3 };
  const output = { format, quality: 75, interlace: false, ...told, movement };
  return gathered(codecs.get(format)!.encoder!.moving!.encode(frames(), output, () => undefined));
}

/** Bytes in a zlib stream (RFC 1950) that leaves them as they are: other streams differ from one zlib to the next. */
export function stored(bytes: Uint8Array): Uint8Array {
  const MOST = 65_535;
  const blocks = Array.from({ length: Math.ceil(bytes.length / MOST) }, (_, i) => {
    const part = bytes.subarray(i * MOST, (i + 1) * MOST);
    const isLast = (i + 1) * MOST >= bytes.length;
    const [low, high] = [part.length & 255, part.length >> 8];
    return [Uint8Array.of(isLast ? 1 : 0, low, high, low ^ 255, high ^ 255), part];
  });
  let [a, b] = [1, 0];
  for (const byte of bytes) [a, b] = [(a + byte) % 65_521, (a + byte + b) % 65_521];
  return joined([Uint8Array.of(0x78, 1), ...blocks.flat(), Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255)]);
}

/**
 * Names with what was made, beside what is kept in a file of JSON; `UPDATE_GOLDENS=1` keeps what is made. To be called
 * once, before the tests.
 */
export function keptIn(file: URL): (name: string, value: string) => void {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const made: Record<string, string> = {};
  const isUpdate = Boolean(process.env['UPDATE_GOLDENS']);
  afterAll(() => {
    if (isUpdate) writeFileSync(file, `${JSON.stringify(made, undefined, 2)}\n`);
  });
  return (name, value) => {
    made[name] = value;
    if (!isUpdate) expect(value, `${name}: where that is meant, run with UPDATE_GOLDENS=1`).toBe(kept[name]);
  };
}
