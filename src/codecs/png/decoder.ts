/**
 * Decodes PNG with our kernel: the file's pixels go in piece by piece, rows of the wanted region come out as bands. A
 * file that ends early or is damaged is shown as far as it can be read; what is missing is clear, or black where
 * there is no alpha.
 */
import { damaged } from '../../core/spec/error.ts';
import type { Band, Rect, Size } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Decoder } from '../codec.ts';
import { keepInstance, type Kept } from '../instance.ts';
import { readPixelData } from './chunks.ts';
import { type PngHeader, readPngHeader } from './header.ts';
import { DECODE, type PngExports } from './kernel.ts';
import { holdPicture } from './held.ts';
import { type Cells, chooseCells, heldPixelBytes, planDecode } from './plan.ts';
import { keyOf, pixelTable } from './table.ts';

/** One decoding under way. */
interface Job {
  readonly kernel: PngExports;
  readonly source: Source;
  /** Size of what flows: the region, or the grid it is reduced to. */
  readonly size: Size;
  /** Feeds the kernel until it has something to say (`DECODE`). */
  run(): number;
}

/** The decoder over one kept instance. */
export function pngDecoder(module: WebAssembly.Module): Decoder {
  const kept = keepInstance<PngExports>(module, ['decode png']);
  return {
    plan: planDecode,
    decode(bytes, source, wish) {
      const cells = chooseCells(source, wish);
      const { width, height } = cells ?? wish.cut;
      const opaque = !source.alpha;
      const averaged = cells && { cell: cells.cell, width: wish.cut.width, height: wish.cut.height };
      return { width, height, opaque, averaged, bands: () => bandsOf(bytes, source, wish.cut, cells, kept) };
    },
  };
}

async function* bandsOf(
  bytes: Uint8Array,
  source: Source,
  cut: Rect,
  cells: Cells | undefined,
  kept: Kept<PngExports>,
): AsyncGenerator<Band> {
  const kernel = kept.use();
  const size = cells ?? cut;
  setPixels(kernel, readPngHeader(bytes));
  kernel.startDecode(
    source.width,
    source.height,
    source.interlaced,
    cut.x,
    cut.y,
    cut.width,
    cut.height,
    Math.min(size.height, rowsPerBand(size.width)),
    cells?.cell ?? 0,
    !source.alpha,
  );
  const job: Job = { kernel, source, size, run: feeder(kernel, bytes) };
  try {
    if (!source.interlaced) yield* rowBands(job);
    else yield* cells ? reducedBands(job) : heldBands(job, cut);
  } catch (error) {
    // A trap leaves the instance in a state nobody knows.
    if (error instanceof WebAssembly.RuntimeError) kept.discard();
    throw error;
  }
}

/** Tells the kernel what samples mean. */
function setPixels(kernel: PngExports, header: PngHeader): void {
  const table = pixelTable(header);
  kernel.setPixels(header.colour, header.depth);
  if (table) new Uint8Array(kernel.memory.buffer).set(table, kernel.tableAddress());
  else if (header.transparency) kernel.setKey(...keyOf(header.transparency, header.depth));
}

/** A function that decodes on, handing pieces of the file in as they are wanted. */
function feeder(kernel: PngExports, bytes: Uint8Array): () => number {
  const pieces = readPixelData(bytes);
  let piece = new Uint8Array();
  return function run() {
    while (true) {
      const answer = kernel.decode();
      if (answer !== DECODE.wantsInput) return answer;
      const next = piece.length > 0 ? undefined : pieces.next();
      if (next) piece = (next.value as Uint8Array<ArrayBuffer> | undefined) ?? new Uint8Array();
      const part = piece.subarray(0, kernel.inputRoom());
      new Uint8Array(kernel.memory.buffer).set(part, kernel.inputAddress());
      kernel.inputAdded(part.length, next?.done === true);
      piece = piece.subarray(part.length);
    }
  };
}

/** Rows as they come. */
function* rowBands(job: Job): Generator<Band> {
  const { kernel, size } = job;
  let made = 0;
  while (made < size.height) {
    const answer = job.run();
    const rows = kernel.bandHeight();
    if (rows > 0) yield view(job, rows);
    made += rows;
    if (answer !== DECODE.ended) continue;
    checkAny(kernel);
    yield* missing(job, size.height - made);
    return;
  }
}

/** Rows of the grid once all passes have come, or as many as there are. */
function* reducedBands(job: Job): Generator<Band> {
  job.run();
  checkAny(job.kernel);
  for (const [y, rows] of bandRows(job.size)) {
    job.kernel.reducedRows(y, rows, job.size.width * 4);
    yield view(job, rows);
  }
}

/** The same of a picture that is held line by line. */
function* heldBands(job: Job, cut: Rect): Generator<Band> {
  const { kernel, source } = job;
  const held = holdPicture(kernel, cut, heldPixelBytes(source));
  try {
    while (job.run() === DECODE.bandReady) held.put();
    checkAny(kernel);
    for (const [y, rows] of bandRows(cut)) {
      const to = kernel.bandAddress();
      for (let row = 0; row < rows; row++) held.row(y + row, to + row * cut.width * 4);
      yield view(job, rows);
    }
  } finally {
    held.release();
  }
}

/** First row and number of rows of each band. */
function* bandRows({ width, height }: Size): Generator<[first: number, rows: number]> {
  const most = rowsPerBand(width);
  for (let y = 0; y < height; y += most) yield [y, Math.min(most, height - y)];
}

function view({ kernel, size }: Job, rows: number): Band {
  return new Uint8ClampedArray(
    kernel.memory.buffer as ArrayBuffer,
    kernel.bandAddress(),
    rows * size.width * 4,
  );
}

/** Refuses a file of which not one row can be read. */
function checkAny(kernel: PngExports): void {
  if (kernel.rowsRead() === 0) throw damaged('none of its pixels can be read');
}

/** Bands for rows that never came. */
function* missing({ size, source }: Job, rows: number): Generator<Band> {
  const most = rowsPerBand(size.width);
  const band = new Uint8ClampedArray(Math.min(most, rows) * size.width * 4);
  if (!source.alpha) new Uint32Array(band.buffer).fill(0xff00_0000);
  for (let left = rows; left > 0; left -= most) {
    yield band.subarray(0, Math.min(most, left) * size.width * 4);
  }
}
