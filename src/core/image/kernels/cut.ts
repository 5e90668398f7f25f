import { rowsOf } from '../bands.ts';
import { isWhole } from '../geometry.ts';
import type { Band, Picture, Rect } from '../picture.ts';

/** The part of a picture inside `rect`, which lies within its bounds. Rows below are never asked for. */
export function cutPicture(picture: Picture, rect: Rect): Picture {
  if (isWhole(rect, picture)) return picture;
  const { width, height } = rect;
  return { width, height, opaque: picture.opaque, bands: () => cutBands(picture, rect) };
}

async function* cutBands(picture: Picture, rect: Rect): AsyncGenerator<Band> {
  const bottom = rect.y + rect.height;
  const columns = rect.width === picture.width ? undefined : columnCutter(picture.width, rect);
  let row = 0;
  for await (const band of picture.bands()) {
    const rows = rowsOf(band, picture.width);
    const from = Math.max(rect.y - row, 0);
    const to = Math.min(bottom - row, rows);
    row += rows;
    if (from < to) {
      const kept = band.subarray(from * picture.width * 4, to * picture.width * 4);
      yield columns ? columns(kept) : kept;
    }
    if (row >= bottom) return;
  }
}

/** Moves the kept columns of each row to the front of the band, row after row. */
function columnCutter(width: number, { x, width: kept }: Rect): (band: Band) => Band {
  const stride = width * 4;
  const start = x * 4;
  const length = kept * 4;
  return function cutColumns(band) {
    let to = 0;
    for (let from = start; from < band.length; from += stride) {
      band.copyWithin(to, from, from + length);
      to += length;
    }
    return band.subarray(0, to);
  };
}
