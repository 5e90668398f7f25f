/** Rounds the corners of a picture, as far as a full circle, with edges that cover pixels in part. */
import { mapBands, rowsOf } from '../bands.ts';
import type { Band, Picture } from '../picture.ts';
import { type Outside, outsideOf } from './outside.ts';

/** `radius` is at most half the shorter side. Cut-off corners are clear, or white when not `transparent`. */
export function roundCorners(picture: Picture, radius: number, transparent: boolean): Picture {
  const { width, height } = picture;
  const outside = outsideOf(transparent);
  const paint = (band: Band, firstRow: number) => {
    const rows = rowsOf(band, width);
    for (let row = 0; row < rows; row++) {
      const down = cornerDepth(firstRow + row, height, radius);
      if (down > 0) roundRow(band, row * width * 4, width, radius, down, outside);
    }
  };
  return mapBands(picture, paint, picture.opaque && !transparent);
}

/** How far the middle of a row lies beyond the corner's centre; 0 or less between the corners. */
function cornerDepth(row: number, height: number, radius: number): number {
  const middle = row + 0.5;
  return radius - Math.min(middle, height - middle);
}

/** Both ends of one row, which is `down` away from the height of the corners' centres. */
function roundRow(band: Band, start: number, width: number, radius: number, down: number, outside: Outside) {
  const { clear, solid } = edge(radius, down);
  const last = start + (width - 1) * 4;
  band.fill(outside.byte, start, start + clear * 4);
  band.fill(outside.byte, last - (clear - 1) * 4, last + 4);
  for (let x = clear; x < solid; x++) {
    const covered = coverage(radius, radius - x - 0.5, down);
    outside.fade(band, start + x * 4, covered);
    if (width - 1 - x > x) outside.fade(band, last - x * 4, covered);
  }
}

/** Pixels of a row's end that are surely outside, and the first that is surely inside. */
function edge(radius: number, down: number): { clear: number; solid: number } {
  const outer = radius - halfChord(radius + 0.75, down);
  const inner = radius - halfChord(radius - 0.75, down);
  return { clear: Math.max(0, Math.floor(outer)), solid: Math.ceil(Math.max(0, inner)) };
}

/** Half the length of a circle's chord at a distance from its centre. */
function halfChord(radius: number, distance: number): number {
  return Math.sqrt(Math.max(0, radius * radius - distance * distance));
}

/** Share of a pixel inside the circle, from the distance of its middle to the centre: within 3 % of the true area. */
function coverage(radius: number, across: number, down: number): number {
  const distance = Math.sqrt(across * across + down * down);
  return Math.min(1, Math.max(0, radius + 0.5 - distance));
}
