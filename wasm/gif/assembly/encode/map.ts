/** Indices of pictures that have more colours than a palette: each pixel gets the nearest one. */
import { areaHeight, areaWidth, drawnAt, rowOf, shownFrom } from './area';
import { prepareNearest } from './nearest';
import { indexIn, paletteAddress, paletteCount, placesOf, UNDRAWN } from './palette';

/** Writes the area's indices to `to`. */
export function indexNearest(palette: u32, to: usize): void {
  prepareNearest(paletteAddress(palette), paletteCount(palette));
  const known = placesOf(palette);
  const toShown = shownFrom();
  for (let y: u32 = 0; y < areaHeight; y++) {
    let at = rowOf(y);
    for (const end = at + ((<usize>areaWidth) << 2); at < end; at += 4, to++) {
      const colour = drawnAt(at, toShown);
      store<u8>(to, <u8>(colour ? indexIn(known, colour) : UNDRAWN));
    }
  }
}
