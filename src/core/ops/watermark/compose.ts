/** Draws a mark onto a picture, band by band. */
import { mapBands, rowsOf } from '../../image/bands.ts';
import { blend } from '../../image/kernels/blend.ts';
import type { Band, Picture } from '../../image/picture.ts';
import { type Mark, overlap } from './mark.ts';
import type { Origin } from './place.ts';

/** A mark and where and how it is drawn. */
export interface Composition {
  readonly mark: Mark;
  /** Where the mark's top-left corner lies; it may lie outside the picture. */
  readonly origin: Origin;
  /** Pixels from one row of marks to the next; undefined when there is only one. */
  readonly pitch?: number | undefined;
  /** 0 to 1. */
  readonly opacity: number;
}

/** The picture with the mark drawn onto it, band by band. */
export function compose(picture: Picture, composition: Composition): Picture {
  const { width, opaque } = picture;
  const paint = (band: Band, firstRow: number) => {
    const rows = { x: 0, y: firstRow, width, height: rowsOf(band, width) };
    for (const top of topsIn(composition, firstRow, firstRow + rows.height)) {
      const { mark, origin, opacity } = composition;
      const { width: markWidth, height } = mark;
      const shared = overlap(rows, { x: origin.left, y: top, width: markWidth, height });
      if (!shared) continue;
      const layer = mark.draw({ ...shared, x: shared.x - origin.left, y: shared.y - top });
      blend(layer, { band, width, opaque }, shared.x, shared.y - firstRow, opacity);
    }
  };
  return mapBands(picture, paint);
}

/** The tops of the marks that reach into rows `from` to `to`. */
function* topsIn({ mark, origin, pitch }: Composition, from: number, to: number): Generator<number> {
  if (pitch === undefined) {
    yield origin.top;
    return;
  }
  const first = origin.top + Math.ceil((from - origin.top - mark.height + 1) / pitch) * pitch;
  for (let top = first; top < to; top += pitch) yield top;
}
