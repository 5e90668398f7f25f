/**
 * What changes from frame to frame, for encoders whose frames are rectangles that take the place of what was there. Frames
 * that look alike are one that is shown longer; what is shown last and the next frame are held.
 */
import type { Frames } from '../core/image/frame.ts';
import { whole } from '../core/image/geometry.ts';
import { type Band, type Picture, type Rect, rowsPerBand, type Size } from '../core/image/picture.ts';

/** A frame, as far as it differs from the one before; the first is whole. */
export interface Change {
  readonly place: Rect;
  /** What is seen there from now on, clear pixels too; read before the next change is asked for. */
  readonly picture: Picture;
  /** Milliseconds it is shown. */
  readonly delay: number;
}

/** Bytes that `changesOf` holds. */
export function filmBytes({ width, height }: Size): number {
  return 2 * 4 * width * height;
}

/** The changes of frames that all have one size; places begin at multiples of `step`. */
export async function* changesOf(frames: Frames, step = 1): AsyncGenerator<Change> {
  let film: Film | undefined;
  for await (const { picture, delay } of frames) {
    const before = film;
    film ??= openFilm(picture);
    await takeFrame(film, picture);
    const place = before ? changed(film, step) : whole(film.size);
    if (place) {
      if (before) yield changeOf(before);
      [film.shown, film.next] = [film.next, film.shown];
      Object.assign(film, { place, opaque: picture.opaque, delay: 0 });
    }
    film.delay += delay;
  }
  if (film) yield changeOf(film);
}

/** Frames under way: `place` of what is shown is not written yet, as how long it is shown is known with the next change. */
interface Film {
  readonly size: Size;
  shown: Uint32Array<ArrayBuffer>;
  next: Uint32Array<ArrayBuffer>;
  place: Rect;
  opaque: boolean;
  delay: number;
}

function openFilm({ width, height, opaque }: Picture): Film {
  const size = { width, height };
  const [shown, next] = [new Uint32Array(width * height), new Uint32Array(width * height)];
  return { size, shown, next, place: whole(size), opaque, delay: 0 };
}

/** Takes a frame's pixels. All clear ones are alike. */
async function takeFrame({ next }: Film, picture: Picture): Promise<void> {
  const bytes = new Uint8ClampedArray(next.buffer);
  let at = 0;
  for await (const band of picture.bands()) {
    bytes.set(band, at);
    at += band.length;
  }
  if (picture.opaque) return;
  for (let i = 0; i < next.length; i++) if (next[i]! >>> 24 === 0) next[i] = 0;
}

/** The rectangle around what the next frame changes; undefined when that is nothing. */
function changed({ size: { width, height }, shown, next }: Film, step: number): Rect | undefined {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, row = 0; y < height; y++, row += width) {
    let from = 0;
    while (from < width && shown[row + from] === next[row + from]) from++;
    if (from === width) continue;
    let to = width;
    while (shown[row + to - 1] === next[row + to - 1]) to--;
    [left, right, bottom] = [Math.min(left, from), Math.max(right, to), y + 1];
    top = Math.min(top, y);
  }
  if (bottom === 0) return undefined;
  const [x, y] = [left - (left % step), top - (top % step)];
  return { x, y, width: right - x, height: bottom - y };
}

/** The change that leads to what is shown. */
function changeOf({ size, shown, place, opaque, delay }: Film): Change {
  const { x, y, width, height } = place;
  async function* bands(): AsyncGenerator<Band> {
    const rows = Math.min(height, rowsPerBand(width));
    const band = new Uint32Array(rows * width);
    for (let top = 0; top < height; top += rows) {
      const count = Math.min(rows, height - top);
      for (let row = 0; row < count; row++) {
        const from = (y + top + row) * size.width + x;
        band.set(shown.subarray(from, from + width), row * width);
      }
      yield new Uint8ClampedArray(band.buffer, 0, count * width * 4);
    }
  }
  return { place, picture: { width, height, opaque, bands }, delay };
}
