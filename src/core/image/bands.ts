/** Small tools for pictures that flow in bands. */
import type { Band, Picture, Size } from './picture.ts';
import { rowsPerBand } from './picture.ts';

/** The four bytes of each pixel as one number, in the host's byte order. */
export type Pixels = Uint32Array<ArrayBuffer>;

/** A band's pixels as numbers: the same memory where its place allows it, else a copy. */
export function pixelsOf(band: Band): Pixels {
  const { buffer, byteOffset, length } = band;
  if (byteOffset % 4 === 0) return new Uint32Array(buffer, byteOffset, length / 4);
  return new Uint32Array(band.slice().buffer);
}

/** The same numbers as a band. */
export function bandOf(pixels: Pixels): Band {
  return new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length * 4);
}

/** The number of one pixel, whatever the host's byte order. */
export function pixelOf(red: number, green: number, blue: number, alpha: number): number {
  return new Uint32Array(Uint8Array.of(red, green, blue, alpha).buffer)[0] ?? 0;
}

/** Whole rows in a band of a picture of this width. */
export function rowsOf(band: Band, width: number): number {
  return band.length / (width * 4);
}

/** A picture of the same size whose bands are changed where they are; `change` is told the band's first row. */
export function mapBands(
  picture: Picture,
  change: (band: Band, firstRow: number) => void,
  opaque: boolean = picture.opaque,
): Picture {
  const { width, height } = picture;
  return {
    width,
    height,
    opaque,
    async *bands() {
      let row = 0;
      for await (const band of picture.bands()) {
        change(band, row);
        row += rowsOf(band, width);
        yield band;
      }
    },
  };
}

/** A picture that is held whole, as bands: views of `pixels`, which must not change while they flow. */
export function heldPicture({ width, height }: Size, opaque: boolean, pixels: Band): Picture {
  return { width, height, opaque, bands: () => slices(pixels, rowsPerBand(width) * width * 4) };
}

async function* slices(pixels: Band, step: number): AsyncGenerator<Band> {
  for (let at = 0; at < pixels.length; at += step) yield pixels.subarray(at, at + step);
}

/**
 * Frees a buffer at once, which no view of it survives. The collector would come in its own time, and a few whole
 * pictures that wait for it are more than an isolate has.
 */
export function release({ buffer }: Band): void {
  // ES2024, so ES2023 does not name it; every host has it.
  (buffer as ArrayBuffer & { transfer?(length: number): ArrayBuffer }).transfer?.(0);
}

/** All of a picture in one buffer. */
export async function collectPicture({ width, height, bands }: Picture): Promise<Band> {
  const all = new Uint8ClampedArray(width * height * 4);
  let at = 0;
  for await (const band of bands()) {
    all.set(band, at);
    at += band.length;
  }
  return all;
}

/** Gathers rows into one band that is used again and again. */
export interface RowWriter {
  readonly band: Band;
  /** Takes the next row and says where in `band` it starts. */
  next(): number;
  readonly full: boolean;
  readonly empty: boolean;
  /** The rows taken since the last call. */
  take(): Band;
}

/** A writer of bands of the usual height. */
export function createRowWriter({ width, height }: Size): RowWriter {
  const stride = width * 4;
  const band = new Uint8ClampedArray(Math.min(height, rowsPerBand(width)) * stride);
  let end = 0;
  return {
    band,
    next() {
      end += stride;
      return end - stride;
    },
    get full() {
      return end === band.length;
    },
    get empty() {
      return end === 0;
    },
    take() {
      const rows = band.subarray(0, end);
      end = 0;
      return rows;
    },
  };
}
