/**
 * Encodes GIF with our kernel, still and moving: of each frame the rectangle that changed, and in it only the pixels that
 * did; the others are transparent.
 */
import type { Frames } from '../../core/image/frame.ts';
import { stillFrame } from '../../core/image/frame.ts';
import { whole } from '../../core/image/geometry.ts';
import { pixelCost } from '../../core/image/cost.ts';
import type { Rect, Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { guarded, keepInstance } from '../instance.ts';
import { type Chooser, createChooser, PALETTE, type Palette } from './colours.ts';
import { type Clock, createClock } from './clock.ts';
import { encodeBytes, frameBytes, KEEP_BYTES } from './encode-memory.ts';
import type { GifExports } from './kernel.ts';
import { advance, around, findDrawn, findWiped, isSame, openReel, type Reel, takeFrame } from './reel.ts';
import { type Table, tableOf, writeEnd, writeFrameHead, writeHead } from './write.ts';

/** Sides have 16 bits. */
const MAX_SIDE = 65_535;
/** Indices that are compressed before codes are taken. */
const PIECE = 65_536;
/** Reference nanoseconds of a pixel, and milliseconds of a frame of many. */
const PIXEL = 25;
const FRAME = 0.015;
/** What a frame without any change is written as. */
const ONE_PIXEL: Rect = { x: 0, y: 0, width: 1, height: 1 };

/** Is told of bytes as they are made. */
type Grow = (bytes: number) => void;

/** The encoder over one kept instance. */
export function gifEncoder(module: WebAssembly.Module): Encoder {
  const kept = keepInstance<GifExports>(module, ['encode gif'], KEEP_BYTES);

  const encode = (frames: Frames, output: Output, grow: Grow) =>
    guarded(kept, (kernel) => writeFile(kernel, frames, output, grow));
  return {
    maxSide: MAX_SIDE,
    profiles: [],
    peakBytes: (size) => encodeBytes(size, 1) + frameBytes(size),
    cost: (size) => pixelCost(size, PIXEL),
    resultBytes: frameBytes,
    encode: (picture, output) => encode(stillFrame(picture), output, () => undefined),
    moving: {
      workBytes: (size) => encodeBytes(size, 3),
      frameBytes,
      cost: (size) => FRAME + pixelCost(size, PIXEL),
      encode,
    },
  };
}

/** A file under way. */
interface Job {
  readonly reel: Reel;
  readonly chooser: Chooser;
  readonly clock: Clock;
  /** Takes the next piece of the file behind its head. */
  put(piece: Uint8Array): void;
  /** True before a frame is written. */
  first: boolean;
  /** True when some frame has an index for what is not drawn. */
  clear: boolean;
}

/** The file's palette grows with the frames, so these are held until its head is known: all but the codes of the last. */
async function* writeFile(
  kernel: GifExports,
  frames: Frames,
  { movement, drawing = false }: Output,
  grow: Grow,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const moving = movement !== undefined;
  let job: Job | undefined;
  for await (const { picture, delay } of frames) {
    const begun = job;
    job ??= {
      reel: openReel(kernel, picture, moving),
      chooser: createChooser(kernel, moving, moving && !drawing),
      clock: createClock(),
      first: true,
      clear: moving,
      put(piece) {
        grow(piece.length);
        pieces.push(piece);
      },
    };
    await takeFrame(job.reel, picture);
    if (!begun) advance(job.reel, undefined);
    else if (!isSame(job.reel)) for (const piece of drawFrame(job, findWiped(job.reel).area)) job.put(piece);
    job.clock.add(delay);
  }
  if (!job) return;
  const codes = drawFrame(job, undefined);
  yield writeHead(job.reel.size, tableFor(kernel, PALETTE.file, job.clear), movement?.plays ?? 1);
  yield* pieces;
  yield* codes;
  yield writeEnd();
}

/** Writes the head of the frame at hand and goes on; gives its codes. `wiped` is where the next one is clear and this one is not. */
function drawFrame(job: Job, wiped: Rect | undefined): Iterable<Uint8Array> {
  const { reel, chooser, clock, put } = job;
  const { kernel, size, frame, shown } = reel;
  const drawn = findDrawn(reel);
  // The first frame is as large as the screen: some readers fill what is around it.
  const area = job.first ? whole(size) : (around(drawn.area, wiped) ?? ONE_PIXEL);
  job.first = false;
  kernel.setArea(frame, shown, size.width, area.x, area.y, area.width, area.height);
  // Some readers clear to the background colour unless the frame has a transparent one.
  const clear = wiped !== undefined || area.width * area.height > drawn.count;
  job.clear ||= clear;
  const palette = chooser.choose(clear);
  const table = tableFor(kernel, palette, job.clear);
  const transparent = clear ? kernel.paletteCount(palette) : undefined;
  const head = { area, delay: clock.take(), clears: wiped !== undefined, transparent };
  put(writeFrameHead({ ...head, table: palette === PALETTE.file ? undefined : table }));
  advance(reel, wiped && area);
  return writeCodes(kernel, area, table.bits, transparent ?? 255);
}

/** The colours of a palette; with room for one index more when some pixels are not drawn. */
function tableFor(kernel: GifExports, palette: Palette, clear: boolean): Table {
  const count = kernel.paletteCount(palette);
  const colours = new Uint8Array(kernel.memory.buffer, kernel.paletteAddress(palette), count * 4);
  return tableOf(colours, count, clear && count < 256 ? 1 : 0);
}

function* writeCodes(
  kernel: GifExports,
  area: Size,
  bits: number,
  transparent: number,
): Generator<Uint8Array> {
  const count = area.width * area.height;
  kernel.startCompress(bits, transparent);
  for (let at = 0; at < count; at += PIECE) {
    kernel.putIndices(kernel.indicesAddress() + at, Math.min(PIECE, count - at));
    yield takeCodes(kernel, kernel.codeBytes(false));
    kernel.codesTaken();
  }
  kernel.endCodes();
  yield takeCodes(kernel, kernel.codeBytes(true));
}

function takeCodes(kernel: GifExports, bytes: number): Uint8Array {
  return new Uint8Array(kernel.memory.buffer, kernel.codesAddress(), bytes).slice();
}
