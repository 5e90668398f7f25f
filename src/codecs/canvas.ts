/** Lays the frames of an animation on a canvas, of which no more is held than is wanted. */
import type { Band, Picture, Rect, Size } from '../core/image/picture.ts';
import { rowsPerBand } from '../core/image/picture.ts';

/** A part of a canvas, clear at first. Places are those of the whole canvas. */
export interface Canvas {
  /** Lays pixels at a place inside the part: over what is there, or instead of it. */
  lay(bands: Iterable<Band>, place: Rect, over: boolean): void;
  /** Makes a place clear. */
  clear(place: Rect): void;
  /** Keeps the canvas as it is, for `restore`. */
  save(): void;
  restore(): void;
  /** What is seen now. */
  picture(opaque: boolean): Picture;
}

/** A canvas of which `part` is held. */
export function createCanvas(part: Rect): Canvas {
  const pixels = new Uint32Array(part.width * part.height);
  let saved: Uint32Array | undefined;
  return {
    lay(bands, place, over) {
      const put = over ? layOver : replace;
      let y = place.y - part.y;
      for (const band of bands) {
        const rows = new Uint32Array(band.buffer, band.byteOffset, band.length / 4);
        for (let from = 0; from < rows.length; from += place.width, y++) {
          const row = rows.subarray(from, from + place.width);
          put(row, pixels, y * part.width + place.x - part.x);
        }
      }
    },
    clear(place) {
      const shared = intersection(place, part);
      if (!shared) return;
      const left = shared.x - part.x;
      for (let y = shared.y - part.y; y < shared.y - part.y + shared.height; y++) {
        pixels.fill(0, y * part.width + left, y * part.width + left + shared.width);
      }
    },
    save() {
      saved ??= new Uint32Array(pixels.length);
      saved.set(pixels);
    },
    restore() {
      if (saved) pixels.set(saved);
    },
    picture: (opaque) => ({
      width: part.width,
      height: part.height,
      opaque,
      bands: () => copiedBands(part, () => new Uint8ClampedArray(pixels.buffer)),
    }),
  };
}

/** Bands that are copies of what is held, since whoever gets one may paint on it. */
export async function* copiedBands(
  { width, height }: Size,
  pixels: () => Uint8ClampedArray,
): AsyncGenerator<Band> {
  const rows = rowsPerBand(width);
  const band = new Uint8ClampedArray(Math.min(rows, height) * width * 4);
  for (let y = 0; y < height; y += rows) {
    const length = Math.min(rows, height - y) * width * 4;
    band.set(pixels().subarray(y * width * 4, y * width * 4 + length));
    yield band.subarray(0, length);
  }
}

/** What two rectangles share; undefined when that is nothing. */
export function intersection(a: Rect, b: Rect): Rect | undefined {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

function replace(row: Uint32Array, pixels: Uint32Array, at: number): void {
  pixels.set(row, at);
}

function layOver(row: Uint32Array, pixels: Uint32Array, at: number): void {
  for (let i = 0; i < row.length; i++) {
    const above = row[i]!;
    const alpha = above >>> 24;
    if (alpha === 255) pixels[at + i] = above;
    else if (alpha > 0) pixels[at + i] = over(above, alpha, pixels[at + i]!);
  }
}

/** Source over destination with straight alpha (Porter and Duff, 1984), each channel rounded once. */
function over(above: number, alpha: number, below: number): number {
  const seen = (below >>> 24) * (255 - alpha);
  const sum = alpha * 255 + seen;
  const mix = (shift: number): number => {
    const channel = ((above >>> shift) & 255) * alpha * 255 + ((below >>> shift) & 255) * seen;
    return Math.floor(channel / sum + 0.5) << shift;
  };
  return mix(0) | mix(8) | mix(16) | (Math.floor(sum / 255 + 0.5) << 24);
}
