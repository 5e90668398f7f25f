/** Rounds the corners of a picture by quarters of an ellipse, with edges that cover pixels in part. */
import { mapBands, rowsOf } from '../bands.ts';
import type { Band, Picture } from '../picture.ts';
import { type Outside, outsideOf } from './outside.ts';

/** Half the axes of the ellipse, each at most half the side it lies along. */
export interface Radii {
  readonly across: number;
  readonly down: number;
}

/** Cut-off corners are clear, or white when not `transparent`. */
export function roundEllipses(picture: Picture, radii: Radii, transparent: boolean): Picture {
  const { width, height } = picture;
  const outside = outsideOf(transparent);
  const paint = (band: Band, firstRow: number) => {
    const rows = rowsOf(band, width);
    for (let row = 0; row < rows; row++) {
      const middle = firstRow + row + 0.5;
      const depth = radii.down - Math.min(middle, height - middle);
      if (depth > 0) roundRow(band, row * width * 4, width, radii, depth, outside);
    }
  };
  return mapBands(picture, paint, picture.opaque && !transparent);
}

/** Both ends of one row, which is `depth` away from the height of the corners' centres. */
function roundRow(band: Band, start: number, width: number, radii: Radii, depth: number, outside: Outside) {
  const last = start + (width - 1) * 4;
  for (let x = 0; x + 0.5 < radii.across; x++) {
    const covered = coverage(radii, radii.across - x - 0.5, depth);
    if (covered === 1) return;
    outside.fade(band, start + x * 4, covered);
    if (width - 1 - x > x) outside.fade(band, last - x * 4, covered);
  }
}

/**
 * Share of a pixel inside the ellipse, from the distance of its middle to the edge: the value of the ellipse's equation
 * there over the length of its gradient.
 */
function coverage({ across, down }: Radii, x: number, y: number): number {
  const value = (x / across) ** 2 + (y / down) ** 2 - 1;
  const slope = 2 * Math.hypot(x / across ** 2, y / down ** 2);
  if (slope === 0) return 1;
  return Math.min(1, Math.max(0, 0.5 - value / slope));
}
