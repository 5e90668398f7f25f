/** Rows of samples of a region, from the top down: strips flow row by row, tiles and planes a row of them at a time. */
import type { Rect } from '../../core/image/picture.ts';
import { isSubsampled, type TiffLayout } from './layout.ts';
import { gridOf, type OpenTiff, segmentRows } from './segments.ts';
import { COMPRESSION } from './tags.ts';

/** A row of samples whose pixel `from` is the region's first one. */
export interface SampleRow {
  readonly samples: Uint8Array;
  readonly from: number;
}

/** Rows of plain tiles or planes that are put together at a time: they can be read from anywhere. */
const PLAIN_ROWS = 16;

/** The rows of a region; rows that the file lacks are zeros. */
export function sampleRows(file: OpenTiff, cut: Rect): Generator<SampleRow> {
  return flows(file.layout) ? stripRows(file, cut) : groupedRows(file, cut);
}

/** True when rows come as they are stored, with nothing to be put together. */
function flows({ tiled, apart }: TiffLayout): boolean {
  return !tiled && !apart;
}

function* stripRows(file: OpenTiff, cut: Rect): Generator<SampleRow> {
  const { samples, width, segment } = file.layout;
  const zeros = new Uint8Array(width * samples);
  const bottom = cut.y + cut.height;
  for (let y = cut.y; y < bottom;) {
    const strip = Math.floor(y / segment.height);
    const end = Math.min(bottom, (strip + 1) * segment.height);
    const rows = segmentRows(file, strip, samples, y - strip * segment.height);
    for (; y < end; y++) {
      const next = rows.next();
      if (next.done) break;
      yield { samples: next.value, from: cut.x };
    }
    for (; y < end; y++) yield { samples: zeros, from: cut.x };
  }
}

/** Columns of tiles that a region needs, and the rows that are put together. */
interface Group {
  readonly firstTile: number;
  readonly tiles: number;
  readonly rows: number;
  /** Bytes of one of the rows. */
  readonly pitch: number;
}

function groupOf(layout: TiffLayout, cut: Rect): Group {
  const { segment, samples, compression } = layout;
  const firstTile = Math.floor(cut.x / segment.width);
  const tiles = Math.floor((cut.x + cut.width - 1) / segment.width) - firstTile + 1;
  const plain = compression === COMPRESSION.none && !isSubsampled(layout);
  return {
    firstTile,
    tiles,
    rows: plain ? Math.min(PLAIN_ROWS, segment.height) : segment.height,
    pitch: tiles * segment.width * samples,
  };
}

/** Bytes that the rows of a region take beside those that have flowed. */
export function rowsBytes(layout: TiffLayout, cut: Rect): number {
  // A stored row, its samples and one of zeros.
  const row = layout.segment.width * layout.samples * (layout.bits / 8 + 2);
  if (flows(layout)) return row * 2;
  const { rows, pitch } = groupOf(layout, cut);
  return rows * pitch + row;
}

function* groupedRows(file: OpenTiff, cut: Rect): Generator<SampleRow> {
  const { segment } = file.layout;
  const group = groupOf(file.layout, cut);
  const pixels = new Uint8Array(group.rows * group.pitch);
  const from = cut.x - group.firstTile * segment.width;
  const bottom = cut.y + cut.height;
  for (let y = cut.y; y < bottom;) {
    const down = Math.floor(y / segment.height);
    const inside = y - down * segment.height;
    const first = inside - (inside % group.rows);
    pixels.fill(0);
    collect(file, group, down, first, pixels);
    const end = Math.min(bottom, down * segment.height + Math.min(segment.height, first + group.rows));
    for (let row = inside - first; y < end; y++, row++) {
      yield { samples: pixels.subarray(row * group.pitch, (row + 1) * group.pitch), from };
    }
  }
}

/** Puts the rows from `first` on of a row of tiles, or of the planes of a strip, together. */
function collect(file: OpenTiff, group: Group, down: number, first: number, pixels: Uint8Array): void {
  const { samples, apart } = file.layout;
  const grid = gridOf(file.layout);
  const planes = apart ? samples : 1;
  for (let plane = 0; plane < planes; plane++) {
    for (let tile = 0; tile < group.tiles; tile++) {
      const index = (plane * grid.down + down) * grid.across + group.firstTile + tile;
      const at = tile * file.layout.segment.width * samples;
      const rows = segmentRows(file, index, apart ? 1 : samples, first);
      for (let row = 0; row < group.rows; row++) {
        const next = rows.next();
        if (next.done) break;
        const to = pixels.subarray(row * group.pitch + at, (row + 1) * group.pitch);
        if (apart) spread(next.value, to, file.layout.segment.width, samples, plane);
        else to.set(next.value.subarray(0, file.layout.segment.width * samples));
      }
      rows.return(undefined);
    }
  }
}

function spread(row: Uint8Array, to: Uint8Array, count: number, step: number, plane: number): void {
  for (let i = 0, at = plane; i < count; i++, at += step) to[at] = row[i]!;
}
