/** A mark repeated along a row, as one mark as wide as the picture. */
import type { Layer } from '../../image/kernels/blend.ts';
import type { Rect } from '../../image/picture.ts';
import { clearLayer, copyLayer, type Mark, overlap } from './mark.ts';

/** Copies of `mark`, `gap` pixels apart, one of them starting at `left`, over a row of `width` pixels. */
export function repeatAcross(mark: Mark, left: number, gap: number, width: number): Mark {
  const pitch = mark.width + gap;
  const first = firstStart(left, pitch, mark.width);
  return {
    width,
    height: mark.height,
    bytes: mark.bytes,
    draw(part) {
      const layer = clearLayer(part);
      const rows = { y: part.y, height: part.height };
      let whole: Layer | undefined;
      for (let x = first; x < width; x += pitch) {
        const shared = overlap(part, { ...rows, x, width: mark.width });
        if (!shared) continue;
        const piece: Rect = { ...rows, x: shared.x - x, width: shared.width };
        // Every copy but those at the ends is whole, and whole ones are drawn once.
        const drawn = piece.width === mark.width ? (whole ??= mark.draw(piece)) : mark.draw(piece);
        copyLayer(drawn, layer, shared.x - part.x, 0);
      }
      return layer;
    },
  };
}

/** The start, at or before 0, of the first copy that is seen when copies are `pitch` apart and one is at `start`. */
function firstStart(start: number, pitch: number, length: number): number {
  const first = ((start % pitch) + pitch) % pitch;
  return first - pitch + length > 0 ? first - pitch : first;
}
