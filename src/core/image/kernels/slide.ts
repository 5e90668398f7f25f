/** Walks a picture row by row with the rows above and below in reach, holding no more rows than that. */
import { createRowWriter, rowsOf } from '../bands.ts';
import type { Band, Picture } from '../picture.ts';

/** A kernel as tall as `2 × radius + 1` rows. */
export interface RowKernel<Row> {
  readonly radius: number;
  /** Memory for one row of the kernel's own form. */
  makeRow(): Row;
  /** Brings the input row that starts at byte `at` into that form. */
  load(band: Band, at: number, row: Row): void;
  /** Writes one output row at byte `at` from the rows around it, top to bottom; rows past the border repeat it. */
  emit(rows: readonly Row[], band: Band, at: number): void;
}

/** The bands that the kernel makes of the picture; the size does not change. */
export async function* slideRows<Row>(picture: Picture, kernel: RowKernel<Row>): AsyncGenerator<Band> {
  const { width, height } = picture;
  const stride = width * 4;
  const writer = createRowWriter(picture);
  const window = createWindow(kernel, height);
  let loaded = 0;
  for await (const band of picture.bands()) {
    const rows = rowsOf(band, width);
    for (let row = 0; row < rows; row++, loaded++) {
      kernel.load(band, row * stride, window.slot(loaded));
      if (loaded < kernel.radius) continue;
      kernel.emit(window.around(loaded - kernel.radius), writer.band, writer.next());
      if (writer.full) yield writer.take();
    }
  }
  for (let row = Math.max(0, loaded - kernel.radius); row < loaded; row++) {
    kernel.emit(window.around(row), writer.band, writer.next());
    if (writer.full) yield writer.take();
  }
  if (!writer.empty) yield writer.take();
}

interface Window<Row> {
  /** The memory of an input row; it takes the place of the row that no later output needs. */
  slot(row: number): Row;
  /** The rows around an output row, in the same array on every call. */
  around(row: number): readonly Row[];
}

function createWindow<Row>({ radius, makeRow }: RowKernel<Row>, height: number): Window<Row> {
  const ring = Array.from({ length: 2 * radius + 1 }, makeRow);
  const rows = [...ring];
  const slot = (row: number) => ring[row % ring.length]!;
  return {
    slot,
    around(row) {
      for (let i = 0; i < rows.length; i++) {
        rows[i] = slot(Math.min(Math.max(row + i - radius, 0), height - 1));
      }
      return rows;
    },
  };
}
