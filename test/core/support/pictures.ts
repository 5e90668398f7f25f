/** Pictures for tests: made of literal rows or of numbers, in bands of any height, and read back whole. */
import type { Band, Picture, Size } from '../../../src/core/image/picture.ts';

export interface Held extends Size {
  readonly pixels: Uint8ClampedArray;
}

export interface Flow {
  readonly opaque: boolean;
  /** Rows of each band in turn; the last one repeats. */
  readonly rows: readonly number[];
}

/**
 * A picture that flows as the contract says and no kinder: one reading, and each band is scribbled over once the next
 * is asked for.
 */
export function flowing({ width, height, pixels }: Held, flow: Partial<Flow> = {}): Picture {
  const { rows = [height], opaque = isOpaque(pixels) } = flow;
  let read = false;
  return {
    width,
    height,
    opaque,
    async *bands(): AsyncGenerator<Band> {
      if (read) throw new Error('a picture is read once');
      read = true;
      for (let y = 0, i = 0; y < height; i++) {
        const count = Math.min(rows[Math.min(i, rows.length - 1)] ?? 1, height - y);
        const band = Uint8ClampedArray.from(pixels.subarray(y * width * 4, (y + count) * width * 4));
        yield band;
        band.fill(0x5a);
        y += count;
      }
    },
  };
}

/** All of a picture. Checks that the bands are whole rows and as many as promised. */
export async function held({ width, height, bands }: Picture): Promise<Held> {
  const pixels = new Uint8ClampedArray(width * height * 4);
  let at = 0;
  for await (const band of bands()) {
    if (band.length === 0 || band.length % (width * 4) !== 0)
      throw new Error(`a band of ${band.length} bytes`);
    pixels.set(band, at);
    at += band.length;
  }
  if (at !== pixels.length) throw new Error(`${at} of ${pixels.length} bytes`);
  return { width, height, pixels };
}

/** A picture of numbers: each is shown as a grey level, or by its place in `colours`. */
export function drawn(rows: readonly (readonly number[])[]): Held {
  const width = rows[0]?.length ?? 0;
  const pixels = Uint8ClampedArray.from(rows.flat().flatMap((level) => [level, level, level, 255]));
  return { width, height: rows.length, pixels };
}

/** The red channel row by row: the inverse of `drawn`. */
export function levels(picture: Held): number[][] {
  return channel(picture, 0);
}

/** One channel row by row. */
export function channel({ width, height, pixels }: Held, index: number): number[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => pixels[(y * width + x) * 4 + index] ?? NaN),
  );
}

/** A picture whose pixels are given by a function of their place. */
export function painted(
  { width, height }: Size,
  colour: (x: number, y: number) => readonly [number, number, number, number],
): Held {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set(colour(x, y), (y * width + x) * 4);
  }
  return { width, height, pixels };
}

/** A picture of one colour. */
export function plain(size: Size, colour: readonly [number, number, number, number]): Held {
  return painted(size, () => colour);
}

/** Smooth waves with fine detail on top: stands for a photograph. `alpha` may make parts transparent. */
export function scene(size: Size, alpha: (x: number, y: number) => number = () => 255): Held {
  return painted(size, (x, y) => [
    128 + 90 * Math.sin(x / 9) + 30 * Math.sin(y * 1.7),
    128 + 90 * Math.cos(y / 7) + 30 * Math.cos(x * 2.1),
    128 + 120 * Math.sin((x + y) / 11),
    alpha(x, y),
  ]);
}

/** Mean squared difference of neighbours: how much detail there is. */
export function detail({ pixels }: Held): number {
  let sum = 0;
  for (let i = 4; i < pixels.length; i++) sum += (pixels[i]! - pixels[i - 4]!) ** 2;
  return sum / pixels.length;
}

/** The pixel at a place. */
export function at({ width, pixels }: Held, x: number, y: number): number[] {
  const start = (y * width + x) * 4;
  return [...pixels.subarray(start, start + 4)];
}

function isOpaque(pixels: Uint8ClampedArray): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 255) return false;
  return true;
}
