/**
 * Writes animations: of each frame the rectangle that changed, which takes the place of what was there, clear pixels too, so
 * nothing is ever cleared before a frame. Equal frames become one that is shown longer.
 */
import type { Frames } from '../../core/image/frame.ts';
import { whole } from '../../core/image/geometry.ts';
import { type Band, type Picture, type Rect, type Size, rowsPerBand } from '../../core/image/picture.ts';
import type { Movement, Output } from '../../core/spec/output.ts';
import type { MovingEncoder } from '../codec.ts';
import { assembleFrames, writeFrame } from './container.ts';
import {
  type Bitstreams,
  encodeSmaller,
  lengthOf,
  type LosslessEncoder,
  type LossyEncoder,
} from './smaller.ts';

/** What a frame has beside its bitstreams: heads of chunks, and what alpha takes beyond a byte a pixel. */
const FRAME_BYTES = 1024;
const ALPHA_BYTES = 1.1;

/** An encoder that writes each rectangle lossy, and without loss where it has few colours and that is smaller. */
export function movingEncoder(lossy: LossyEncoder, lossless: LosslessEncoder): MovingEncoder {
  return {
    workBytes(size, output, opaque) {
      const frames = 2 * 4 * size.width * size.height;
      return frames + lossless.workBytes(size) + lossy.peakBytes(size, output, opaque);
    },
    frameBytes(size, output, opaque) {
      const alpha = opaque ? 0 : size.width * size.height * ALPHA_BYTES;
      return Math.ceil(lossy.resultBytes(size, output, opaque) + alpha) + FRAME_BYTES;
    },
    encode: (frames, output, grow) =>
      writeMoving(frames, output, grow, (picture, few) =>
        encodeSmaller(picture, output, lossy, few ? lossless : undefined),
      ),
  };
}

type EncodeRectangle = (picture: Picture, few: boolean) => AsyncGenerator<Uint8Array, Bitstreams>;

/** As many colours as a GIF's frame has. */
const FEW_COLOURS = 256;
const CLEAR_ALPHA = 0;

/** A frame that is written; how long it is shown is known once the next one is. */
interface Written extends Bitstreams {
  readonly place: Rect;
  delay: number;
}

/** A file under way. */
interface Film {
  readonly size: Size;
  /** Pixels of what is shown last, and room for the next. */
  shown: Uint32Array<ArrayBuffer>;
  next: Uint32Array<ArrayBuffer>;
  written: Written | undefined;
  transparent: boolean;
  readonly pieces: Uint8Array[];
}

/** The file in pieces; its head tells its length, so they are held until the last frame. */
async function* writeMoving(
  frames: Frames,
  output: Output & { readonly movement: Movement },
  grow: (bytes: number) => void,
  encodeRectangle: EncodeRectangle,
): AsyncGenerator<Uint8Array> {
  let film: Film | undefined;
  for await (const { picture, delay } of frames) {
    const first = !film;
    film ??= openFilm(picture);
    await takeFrame(film, picture);
    const place = first ? whole(film.size) : changed(film);
    if (place) yield* writePlace(film, place, picture.opaque, encodeRectangle, grow);
    film.written!.delay += delay;
    // Lets others have a turn.
    yield new Uint8Array();
  }
  if (!film) return;
  finishFrame(film);
  const { plays } = output.movement;
  yield* assembleFrames(film.pieces, film.size, { ...output, plays, transparent: film.transparent });
}

function openFilm({ width, height }: Size): Film {
  const [shown, next] = [new Uint32Array(width * height), new Uint32Array(width * height)];
  return { size: { width, height }, shown, next, written: undefined, transparent: false, pieces: [] };
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
  for (let i = 0; i < next.length; i++) if (next[i]! >>> 24 === CLEAR_ALPHA) next[i] = 0;
}

/** The rectangle around what the frame changes, from an even place on; undefined when that is nothing. */
function changed({ size: { width, height }, shown, next }: Film): Rect | undefined {
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
  const [x, y] = [left - (left % 2), top - (top % 2)];
  return { x, y, width: right - x, height: bottom - y };
}

async function* writePlace(
  film: Film,
  place: Rect,
  opaque: boolean,
  encodeRectangle: EncodeRectangle,
  grow: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  finishFrame(film);
  const made = yield* encodeRectangle(partOf(film, place, opaque), hasFewColours(film, place));
  grow(lengthOf(made.colours.data) + (made.alpha?.length ?? 0));
  film.written = { ...made, place, delay: 0 };
  film.transparent ||= !opaque;
  [film.shown, film.next] = [film.next, film.shown];
}

/** Writes the frame at hand, whose delay is known now. */
function finishFrame({ written, pieces }: Film): void {
  if (!written) return;
  const { place, delay, colours, alpha } = written;
  pieces.push(...writeFrame({ place, delay, over: false, clears: false }, colours, alpha));
}

/** A part of the frame that came last. */
function partOf({ size, next }: Film, { x, y, width, height }: Rect, opaque: boolean): Picture {
  async function* bands(): AsyncGenerator<Band> {
    const rows = rowsPerBand(width);
    const band = new Uint32Array(rows * width);
    for (let top = 0; top < height; top += rows) {
      const count = Math.min(rows, height - top);
      for (let row = 0; row < count; row++) {
        const from = (y + top + row) * size.width + x;
        band.set(next.subarray(from, from + width), row * width);
      }
      yield new Uint8ClampedArray(band.buffer, 0, count * width * 4);
    }
  }
  return { width, height, opaque, bands };
}

function hasFewColours({ size, next }: Film, { x, y, width, height }: Rect): boolean {
  const colours = new Set<number>();
  for (let row = y; row < y + height; row++) {
    for (let at = row * size.width + x, end = at + width; at < end; at++) {
      // Neighbours are mostly alike.
      if (next[at] !== next[at - 1]) colours.add(next[at]!);
    }
    if (colours.size > FEW_COLOURS) return false;
  }
  return true;
}
