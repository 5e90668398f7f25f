/** Pictures of known bytes, and what flows out of one as a single array. */
import fc from 'fast-check';
import type { Picture, Rect, Size } from '../../../src/core/image/picture.ts';

/** Repeatable noise with soft and hard edges; clear and half-clear pixels unless `opaque`. Nothing of it is from 1 to 63. */
export function pixels(size: Size, seed: number, opaque: boolean): Uint8Array<ArrayBuffer> {
  return noise(size, seed, opaque, (state) =>
    state >>> 30 === 0 ? 255 : state >>> 29 === 7 ? 0 : state >>> 24,
  );
}

/** The same of every level, down to pixels that can hardly be seen. */
export function everyLevel(size: Size, seed: number, opaque: boolean): Uint8Array<ArrayBuffer> {
  // What is all or nothing is chosen by other bits than those of the level.
  return noise(size, seed, opaque, (state) => {
    const chance = (state >>> 20) & 7;
    return chance < 2 ? 255 : chance === 2 ? 0 : state >>> 24;
  });
}

function noise(
  { width, height }: Size,
  seed: number,
  opaque: boolean,
  levelOf: (state: number) => number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(width * height * 4);
  let state = seed | 1;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[i] = levelOf(state);
    if (opaque && i % 4 === 3) bytes[i] = 255;
  }
  return bytes;
}

/** A picture of these bytes in bands of `rows` rows. */
export function picture(bytes: Uint8Array<ArrayBuffer>, size: Size, opaque: boolean, rows = 16): Picture {
  const pitch = size.width * 4;
  return {
    ...size,
    opaque,
    async *bands() {
      for (let y = 0; y < size.height; y += rows) {
        const end = Math.min(size.height, y + rows) * pitch;
        yield new Uint8ClampedArray(bytes.slice(y * pitch, end).buffer);
      }
    },
  };
}

/** All rows of a picture; throws when they are not as many as it says. */
export async function collect(source: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(source.width * source.height * 4);
  let at = 0;
  for await (const band of source.bands()) {
    bytes.set(band, at);
    at += band.length;
  }
  if (at !== bytes.length) throw new Error(`${at} of ${bytes.length} bytes flowed`);
  return bytes;
}

/** Any window of a picture of this size. */
export function window({ width, height }: Size): fc.Arbitrary<Rect> {
  const corner = fc.tuple(fc.nat(width - 1), fc.nat(height - 1));
  return corner.chain(([x, y]) =>
    fc.record({
      x: fc.constant(x),
      y: fc.constant(y),
      width: fc.integer({ min: 1, max: width - x }),
      height: fc.integer({ min: 1, max: height - y }),
    }),
  );
}

/** Peak signal-to-noise ratio of two arrays of bytes in decibels. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10((255 * 255 * a.length) / sum);
}
