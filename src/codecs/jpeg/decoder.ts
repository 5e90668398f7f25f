/**
 * Decodes JPEG with our kernel, which does all of the wish itself: it transforms blocks at the smallest size that is
 * large enough, reads no further than the cut and scales in planes. The picture comes out as RGBA bands, or stays in
 * planes for the encoder of the same kernel. In linear light that is so where luma may stand for it; where it must be
 * exact, blocks are only made small, and the pixels are scaled by others.
 */
import { damaged, unsupportedFormat } from '../../core/spec/error.ts';
import type { Turn } from '../../core/image/geometry.ts';
import type { MakePart } from '../../core/image/native.ts';
import type { Band, Picture, Rect } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import { bandSign } from '../../core/image/sign.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Decoder, DecodePlan } from '../codec.ts';
import { end, guardedSync, type Kept } from '../instance.ts';
import { LIGHTS_BYTES, storeCurve } from '../linear-tables.ts';
import { cmykToRgb } from '../metadata/icc.ts';
import { CHUNK_BYTES, FORM, type Form, type JpegDecodeExports, MODEL, STATUS } from './decode-kernel.ts';
import { jpegCost, pieceCost } from './decode-cost.ts';
import { blockSize, decodeBytes, STRIP_BYTES } from './decode-memory.ts';
import type { JpegDetails } from './header.ts';
import { type KernelWish, kernelWish } from './kernel-wish.ts';
import { type ChromaSampling, JpegPlanes, type McuRow } from './planes.ts';
import { TurnedPlanes } from './turned-planes.ts';

/** Most rows the kernel makes at a time. */
const GROUP_ROWS = 16;

/** One decoding: what is decoded, by which kernel. */
interface Job {
  readonly kept: Kept<JpegDecodeExports>;
  readonly bytes: Uint8Array;
  readonly source: Source<JpegDetails>;
  readonly wish: KernelWish;
  /** Where the rows of files begin that are decoded in parts, as the kernel noted it for the first one. */
  readonly marks: WeakMap<Uint8Array, Uint8Array>;
}

/** The decoder over one kept instance, which the encoder shares. */
export function jpegDecoder(kept: Job['kept']): Decoder<JpegDetails> {
  const marks = new WeakMap<Uint8Array, Uint8Array>();
  return {
    plan(source, wished) {
      const wish = kernelWish(source, wished);
      return { ...plan(source, wish), native: isPlanar(source, wish) ? kept : undefined };
    },
    decode: (bytes, source, wish) => picture({ kept, bytes, source, marks, wish: kernelWish(source, wish) }),
  };
}

function plan(source: Source<JpegDetails>, wish: KernelWish): DecodePlan {
  const { width, height } = wish.window;
  const did = wish.scales ? 'done' : 'cut';
  const details = detailsOf(source);
  const peakBytes = decodeBytes(source, details, wish);
  const cost = jpegCost(source, details, wish);
  return { did, width, height, peakBytes, cost, route: `dct ${blockSize(details, wish, 0)}/8` };
}

function detailsOf({ details }: Source<JpegDetails>): JpegDetails {
  return details!;
}

/** Whether planes are all there is to be made. */
function isPlanar(source: Source<JpegDetails>, { scales }: KernelWish): boolean {
  const { model } = detailsOf(source);
  return (model === 'grey' || model === 'ycc') && scales;
}

function picture(job: Job): Picture {
  const { width, height } = job.wish.window;
  return {
    width,
    height,
    opaque: true,
    averaged: job.wish.averaged,
    bands: () => bandsOf(job),
    native: isPlanar(job.source, job.wish) ? new DecodedPlanes(job) : undefined,
  };
}

class DecodedPlanes extends JpegPlanes {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  readonly kernel: Job['kept'];
  readonly #job: Job;

  constructor(job: Job) {
    super();
    this.width = job.wish.window.width;
    this.height = job.wish.window.height;
    this.components = detailsOf(job.source).model === 'grey' ? 1 : 3;
    this.kernel = job.kept;
    this.#job = job;
  }

  override turned(turn: Turn, parts: readonly Rect[], make: MakePart): TurnedPlanes {
    return new TurnedPlanes(this, turn, parts, make);
  }

  override *mcuRows(sampling: ChromaSampling): Generator<McuRow | number> {
    const coloured = this.components === 3;
    const form = coloured && sampling === '4:2:0' ? FORM.planes420 : FORM.planes444;
    yield* decoding(this.#job, (kernel) => planeRows(kernel, this.#job, form, coloured));
  }
}

function* planeRows(
  kernel: JpegDecodeExports,
  job: Job,
  form: Form,
  coloured: boolean,
): Generator<McuRow | number> {
  const work = signOf(job);
  for (const isReady of decodeSteps(kernel, job, form)) {
    if (!isReady) {
      yield work;
      continue;
    }
    yield {
      y: kernel.decodePlane(0),
      yStride: kernel.decodePlaneStride(0),
      cb: coloured ? kernel.decodePlane(1) : 0,
      cr: coloured ? kernel.decodePlane(2) : 0,
      chromaStride: coloured ? kernel.decodePlaneStride(1) : 0,
    };
  }
}

async function* bandsOf(job: Job): AsyncGenerator<Band> {
  yield* decoding(job, (kernel) => pixelBands(kernel, job));
}

/** Bands of about the usual height: whole groups of the kernel's rows, copied out because its memory may move. */
function* pixelBands(kernel: JpegDecodeExports, job: Job): Generator<Band> {
  const { width, height } = job.wish.window;
  const groups = Math.max(1, Math.floor(rowsPerBand(width) / GROUP_ROWS));
  const band = new Uint8ClampedArray(Math.min(groups * GROUP_ROWS, height) * width * 4);
  const cmyk = job.source.colour === 'cmyk';
  const copy = cmyk ? inkCopier(job.source) : copyPixels;
  const sign = bandSign(signOf(job));
  let filled = 0;
  for (const isReady of decodeSteps(kernel, job, cmyk ? FORM.cmyk : FORM.rgba)) {
    if (!isReady) {
      yield sign;
      continue;
    }
    const length = kernel.decodeRows() * width * 4;
    const pixels = new Uint8Array(kernel.memory.buffer, kernel.decodePixels(), length);
    copy(pixels, band.subarray(filled, filled + length));
    filled += length;
    if (filled < band.length) continue;
    yield band;
    filled = 0;
  }
  if (filled > 0) yield band.subarray(0, filled);
}

function copyPixels(pixels: Uint8Array, band: Band): void {
  band.set(pixels);
}

function inkCopier(source: Source<JpegDetails>): typeof copyPixels {
  const convert = cmykToRgb(source.icc);
  const { plainInks } = detailsOf(source);
  return (inks, band) => {
    if (plainInks) for (let i = 0; i < inks.length; i++) inks[i]! ^= 255;
    convert(inks, band, band.length / 4);
  };
}

/** Work that a sign stands for: a large file is read for long before it gives a row of a small picture. */
function signOf({ source, wish }: Job): number {
  return pieceCost(source, detailsOf(source), wish);
}

/** What `read` gives of a decoding, whose memory is given back when it ends or is left. */
function* decoding<T>({ kept }: Job, read: (kernel: JpegDecodeExports) => Generator<T>): Generator<T> {
  try {
    yield* guardedSync(kept, read);
  } finally {
    end(kept, (kernel) => kernel.decodeEnd());
  }
}

/** Decodes: true whenever rows are ready, false after each piece of the file. Throws ProcessError when there is nothing to show. */
function* decodeSteps(kernel: JpegDecodeExports, job: Job, form: Form): Generator<boolean> {
  begin(kernel, job, form);
  let fed = 0;
  for (let status = kernel.decodeStep(); status !== STATUS.done; status = kernel.decodeStep()) {
    if (status === STATUS.rows) yield true;
    else if (status === STATUS.needInput) {
      if (fed > 0) yield false;
      fed = feed(kernel, job.bytes, fed);
    } else if (status === STATUS.seek) fed = kernel.decodeSeek();
    else throw refusal(status);
  }
  keepMarks(kernel, job);
}

/** One of several parts gives the kernel what was noted for the first, or asks it to note that. */
function giveMarks(kernel: JpegDecodeExports, { bytes, wish, marks }: Job): void {
  if ((wish.parts ?? 1) === 1) return;
  const known = marks.get(bytes);
  const at = kernel.decodeMarks(known?.length ?? 0);
  if (known) new Uint8Array(kernel.memory.buffer).set(known, at);
}

/** Without damage the kernel has marks once it was asked to note them. */
function keepMarks(kernel: JpegDecodeExports, { bytes, marks }: Job): void {
  const at = kernel.decodeNoted();
  if (at > 0) marks.set(bytes, new Uint8Array(kernel.memory.buffer, at, kernel.decodeNotedBytes()).slice());
}

function begin(kernel: JpegDecodeExports, job: Job, form: Form): void {
  const { source, wish } = job;
  const { cut, scale, window, margin, lightMargin } = wish;
  const { model } = detailsOf(source);
  kernel.decodeCut(cut.x, cut.y, cut.width, cut.height);
  kernel.decodeScale(scale.width, scale.height, margin, lightMargin);
  if (lightMargin > 0) storeCurve(kernel.memory, kernel.decodeLights(), kernel.decodeLights() + LIGHTS_BYTES);
  kernel.decodeWindow(window.x, window.y, window.width, window.height);
  kernel.decodeBegin(form, MODEL[model], source.height, STRIP_BYTES);
  giveMarks(kernel, job);
}

/** Hands over the next piece of the file, or says that there is none; how far the file was read. */
function feed(kernel: JpegDecodeExports, bytes: Uint8Array, from: number): number {
  const piece = bytes.subarray(from, from + CHUNK_BYTES);
  if (piece.length === 0) kernel.decodePushEnd();
  else {
    new Uint8Array(kernel.memory.buffer).set(piece, kernel.decodeInput());
    kernel.decodePush(piece.length);
  }
  return from + piece.length;
}

function refusal(status: number): Error {
  if (status === STATUS.unsupported) return unsupportedFormat();
  if (status === STATUS.badFrame) return damaged('its frame header cannot be read');
  if (status === STATUS.badHeader) return damaged('a table or a scan header cannot be read');
  return damaged('it has no picture data');
}
