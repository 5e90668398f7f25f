/** The strips and tiles of a picture: where they lie, and their rows of samples. */
import type { TiffExports } from './kernel.ts';
import { isSubsampled, type TiffLayout } from './layout.ts';
import { undoPredictor } from './predictor.ts';
import { keepsDifferences } from './rgb.ts';
import { expander, rowBytes } from './samples.ts';
import { openStream } from './compression.ts';
import { type SegmentedFile, segmentBytes } from './segment-bytes.ts';
import { COMPRESSION } from './tags.ts';
import { unitRow, unitRowBytes } from './ycc.ts';

/** A file, opened for decoding. */
export interface OpenTiff extends SegmentedFile {
  readonly kernel: TiffExports;
  /** Rows that could be read so far. */
  rowsRead: number;
}

/** Strips or tiles side by side and below each other, in each plane. */
export function gridOf({ width, height, segment }: TiffLayout): { across: number; down: number } {
  return { across: Math.ceil(width / segment.width), down: Math.ceil(height / segment.height) };
}

/** The plane that a strip or tile is part of; the first where planes are not apart. */
function planeOf(layout: TiffLayout, index: number): number {
  const { across, down } = gridOf(layout);
  return layout.apart ? Math.floor(index / (across * down)) : 0;
}

/**
 * The rows of samples of a strip or tile, from its row `first` on; of `channels` samples a pixel. A row that the data
 * lacks ends the iteration. The same memory is given each time.
 */
export function* segmentRows(
  file: OpenTiff,
  index: number,
  channels: number,
  first: number,
): Generator<Uint8Array> {
  const { layout } = file;
  const { width } = layout.segment;
  const data = segmentBytes(file, index);
  if (isSubsampled(layout)) {
    yield* subsampledRows(file, data, first);
    return;
  }
  const row = new Uint8Array(rowBytes(width * channels, layout.bits));
  // Plain rows lie where they can be found.
  const begun = layout.compression === COMPRESSION.none ? first : 0;
  const stream = openStream(data.subarray(begun * row.length), width, layout, file.kernel);
  const undo = keepsDifferences(layout) ? undefined : undoPredictor(layout, channels);
  const expand = expander(layout, width * channels, planeOf(layout, index));
  for (let y = begun; ; y++) {
    const filled = stream.read(row);
    if (filled === 0) return;
    row.fill(0, filled);
    file.rowsRead++;
    if (y < first) continue;
    undo?.(row);
    yield expand(row, width * channels);
  }
}

/** Rows whose chroma is shared: a row of units gives several. */
function* subsampledRows(file: OpenTiff, data: Uint8Array, first: number): Generator<Uint8Array> {
  const { layout } = file;
  const { width } = layout.segment;
  const units = new Uint8Array(unitRowBytes(width, layout.sampling));
  const stream = openStream(data, width, layout, file.kernel);
  const undo = undoPredictor(layout, 1);
  const row = new Uint8Array(width * 3);
  for (let y = 0; ;) {
    const filled = stream.read(units);
    if (filled === 0) return;
    units.fill(0, filled);
    undo?.(units);
    for (let line = 0; line < layout.sampling.v; line++, y++) {
      file.rowsRead++;
      if (y < first) continue;
      unitRow(units, width, layout.sampling, line, row);
      yield row;
    }
  }
}
