/**
 * Pictures that were looked at and kept. A difference names the first wrong pixel, and lays what was expected, what was
 * made and where they differ beside each other in `test/output/`. `UPDATE_GOLDENS=1` keeps what is made.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type Held, painted } from '../core/support/pictures.ts';

const OUTPUT = new URL('../output/', import.meta.url);

/** Where the golden of a name lies below `folder`. */
function pathOf(folder: URL, name: string): string {
  mkdirSync(folder, { recursive: true });
  return fileURLToPath(new URL(`${name}.png`, folder));
}

/** What differs from the golden of this name by more than `tolerance` levels, as a sentence; undefined when nothing does. */
export async function pictureDifference(
  folder: URL,
  name: string,
  made: Held,
  tolerance = 0,
): Promise<string | undefined> {
  const path = pathOf(folder, name);
  if (process.env['UPDATE_GOLDENS']) {
    await toPng(made).toFile(path);
    return undefined;
  }
  if (!existsSync(path)) return `no golden ${name}: look at the picture and run with UPDATE_GOLDENS=1`;
  const expected = await readPng(path);
  const found = firstDifference(expected, made, tolerance);
  if (found === undefined) return undefined;
  const shown = pathOf(OUTPUT, `golden-${name}`);
  await toPng(besides([expected, made, differenceOf(expected, made)])).toFile(shown);
  return `${found}; expected, made and difference are in ${shown}`;
}

/** The first pixel from the top that differs, or the sizes when those do. */
export function firstDifference(expected: Held, made: Held, tolerance = 0): string | undefined {
  const { width, height } = expected;
  if (made.width !== width || made.height !== height) {
    return `${made.width} × ${made.height}, expected ${width} × ${height}`;
  }
  const differs = expected.pixels.findIndex((value, i) => Math.abs(value - made.pixels[i]!) > tolerance);
  if (differs < 0) return undefined;
  const pixel = differs >> 2;
  const at = ({ pixels }: Held) => [...pixels.subarray(pixel * 4, pixel * 4 + 4)].join(', ');
  return `pixel ${pixel % width}, ${Math.floor(pixel / width)} is ${at(made)}, expected ${at(expected)}`;
}

async function readPng(path: string): Promise<Held> {
  const { data, info } = await sharp(path).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: Uint8ClampedArray.from(data) };
}

function toPng({ width, height, pixels }: Held) {
  return sharp(pixels, { raw: { width, height, channels: 4 } }).png({ compressionLevel: 9 });
}

/** Ten times the difference, on black. */
function differenceOf(a: Held, b: Held): Held {
  const channel = (x: number, y: number, i: number) =>
    10 * Math.abs(sample(a, x, y, i) - sample(b, x, y, i)) +
    Math.abs(sample(a, x, y, 3) - sample(b, x, y, 3));
  const size = { width: Math.max(a.width, b.width), height: Math.max(a.height, b.height) };
  return painted(size, (x, y) => [channel(x, y, 0), channel(x, y, 1), channel(x, y, 2), 255]);
}

function besides(pictures: readonly Held[]): Held {
  const gap = 4;
  const width = Math.max(...pictures.map((picture) => picture.width)) + gap;
  const height = Math.max(...pictures.map((picture) => picture.height));
  return painted({ width: width * pictures.length - gap, height }, (x, y) => {
    const picture = pictures[Math.floor(x / width)]!;
    const colour = (i: number) => sample(picture, x % width, y, i);
    return [colour(0), colour(1), colour(2), colour(3)];
  });
}

/** 0 outside of the picture. */
function sample({ width, height, pixels }: Held, x: number, y: number, channel: number): number {
  return x < width && y < height ? pixels[(y * width + x) * 4 + channel]! : 0;
}
