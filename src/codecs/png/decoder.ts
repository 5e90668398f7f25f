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
import { type Cells, chooseCells, planDecode } from './plan.ts';
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
  const kept = keepInstance<PngExports>(module);
  return {
    plan: planDecode,
    decode(bytes, source, wish) {
      const cells = chooseCells(source, wish);
      const { width, height } = cells ?? wish.cut;
      const opaque = !source.alpha;
      return { width, height, opaque, bands: () => bandsOf(bytes, source, wish.cut, cells, kept) };
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
    cells?.width ?? 0,
    cells?.height ?? 0,
    !source.alpha,
  );
  const job: Job = { kernel, source, size, run: feeder(kernel, bytes) };
  try {
    yield* source.interlaced ? passBands(job) : rowBands(job);
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
  else if (header.transparency) kernel.setKey(...keyOf(header.transparency));
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

/** Rows once all passes have come, or as many as there are. */
function* passBands(job: Job): Generator<Band> {
  const { kernel, size } = job;
  job.run();
  checkAny(kernel);
  const most = rowsPerBand(size.width);
  for (let y = 0; y < size.height; y += most) {
    const rows = Math.min(most, size.height - y);
    kernel.bandOfPasses(y, rows, size.width * 4);
    yield view(job, rows);
  }
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
