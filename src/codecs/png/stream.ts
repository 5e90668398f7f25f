/**
 * Decodes one compressed picture of a PNG with our kernel: its bytes go in piece by piece, rows of the wanted region come
 * out as bands.
 */
import { damaged } from '../../core/spec/error.ts';
import type { Band, Rect, Size } from '../../core/image/picture.ts';
import type { PngHeader } from './header.ts';
import { holdPicture } from './held.ts';
import { DECODE, type PngExports } from './kernel.ts';
import { type Cells, heldPixelBytes, rowsOfBand } from './plan.ts';
import { keyOf, pixelTable } from './table.ts';

/** A compressed picture. */
export interface PixelStream {
  readonly header: PngHeader;
  readonly size: Size;
  /** True when no pixel of it can be transparent. */
  readonly opaque: boolean;
  /** Its bytes; each piece is small. */
  readonly pieces: Iterator<Uint8Array>;
}

/** One decoding under way. */
interface Job {
  readonly kernel: PngExports;
  readonly header: PngHeader;
  /** Size of what flows: the region, or the grid it is reduced to. */
  readonly size: Size;
  /** Feeds the kernel until it has something to say (`DECODE`). */
  run(): number;
}

/**
 * Bands of the region `cut`, or of the grid it is reduced to. They end early where the data does. Throws `BadRequest` when
 * not one row can be read.
 */
export function* streamBands(
  kernel: PngExports,
  { header, size: { width, height }, opaque, pieces }: PixelStream,
  cut: Rect,
  cells?: Cells,
): Generator<Band> {
  const size = cells ?? cut;
  setPixels(kernel, header);
  kernel.startDecode(
    width,
    height,
    header.interlaced,
    cut.x,
    cut.y,
    cut.width,
    cut.height,
    Math.min(size.height, rowsOfBand(size.width)),
    cells?.cell ?? 0,
    opaque,
  );
  const job: Job = { kernel, header, size, run: feeder(kernel, pieces) };
  if (!header.interlaced) yield* rowBands(job);
  else yield* cells ? reducedBands(job) : heldBands(job, cut);
}

/** Tells the kernel what samples mean. */
function setPixels(kernel: PngExports, header: PngHeader): void {
  const table = pixelTable(header);
  kernel.setPixels(header.colour, header.depth);
  if (table) new Uint8Array(kernel.memory.buffer).set(table, kernel.tableAddress());
  else if (header.transparency) kernel.setKey(...keyOf(header.transparency, header.depth));
}

/** A function that decodes on, handing pieces in as they are wanted. */
function feeder(kernel: PngExports, pieces: Iterator<Uint8Array>): () => number {
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
  const { kernel, header } = job;
  const held = holdPicture(kernel, cut, heldPixelBytes(header));
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
  const most = rowsOfBand(width);
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
