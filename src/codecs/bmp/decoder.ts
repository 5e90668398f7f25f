/** Decodes BMP. Rows are read where they lie, whichever way up the file is, so a cut costs only what it keeps. */
import type { Band, Rect } from '../../core/image/picture.ts';
import { bandBytes, rowsPerBand } from '../../core/image/picture.ts';
import { damaged, unsupportedFormat } from '../../core/spec/error.ts';
import type { Decoder } from '../codec.ts';
import { decodeCost, type Rates } from '../cost.ts';
import { type BmpLayout, COMPRESSION, hasRuns, isMasked } from './header.ts';
import { rowReader, type RowReader } from './pixels.ts';
import { expandRuns } from './rle.ts';

/** Reference nanoseconds, of rows and of runs. */
const ROWS: Rates = { byte: 0, source: 0, made: 5 };
const RUNS: Rates = { byte: 5, source: 2, made: 5 };

/** Every depth and every encoding but those that wrap another format. Throws `BadRequest` for the others. */
export const bmpDecoder: Decoder<BmpLayout> = {
  plan(source, wish) {
    const { cut } = wish;
    const layout = source.details!;
    // Runs say nothing about where a row begins, so all of them are expanded, to an index a pixel.
    const indices = hasRuns(layout) ? layout.width * layout.height : 0;
    const peakBytes = indices + bandBytes(cut.width);
    const size = { width: cut.width, height: cut.height };
    const cost = decodeCost(hasRuns(layout) ? RUNS : ROWS, source, wish, size);
    return { ...size, did: 'cut', peakBytes, cost, route: 'rows' };
  },
  decode: (bytes, source, { cut }) => ({
    width: cut.width,
    height: cut.height,
    opaque: !source.alpha,
    bands: () => bandsOf(bytes, source.details!, cut),
  }),
};

async function* bandsOf(bytes: Uint8Array, layout: BmpLayout, cut: Rect): AsyncGenerator<Band> {
  const { read, rowAt } = openRows(bytes, layout);
  const rows = Math.min(cut.height, rowsPerBand(cut.width));
  // Readers write every byte of a row, so what the last band left does not show.
  const band = new Uint8ClampedArray(rows * cut.width * 4);
  for (let top = 0; top < cut.height; top += rows) {
    const count = Math.min(rows, cut.height - top);
    for (let row = 0; row < count; row++) {
      read(rowAt(cut.y + top + row), cut.x, cut.width, band, row * cut.width * 4);
    }
    yield band.subarray(0, count * cut.width * 4);
  }
}

interface Rows {
  readonly read: RowReader;
  /** Where the bytes of a row of the picture begin; behind the end for one that the file lacks. */
  rowAt(y: number): number;
}

function openRows(bytes: Uint8Array, layout: BmpLayout): Rows {
  const { width, height, depth, topDown, pixelsAt, compression } = layout;
  if (pixelsAt >= bytes.length) throw damaged('it ends before its pixels');
  const stored = (y: number) => (topDown ? y : height - 1 - y);
  if (hasRuns(layout)) {
    const indices = expandRuns(bytes.subarray(pixelsAt), layout, depth === 4 ? 4 : 8);
    // Expanded runs are rows of 8 bits a pixel, without padding; their palette stays where it is.
    const read = rowReader(indices, { ...layout, depth: 8 }, bytes);
    return { read, rowAt: (y) => stored(y) * width };
  }
  if (compression !== COMPRESSION.none && !isMasked(layout)) throw unsupportedFormat();
  // Rows are filled up to whole 32-bit words.
  const pitch = Math.ceil((width * depth) / 32) * 4;
  return { read: rowReader(bytes, layout, bytes), rowAt: (y) => pixelsAt + stored(y) * pitch };
}
