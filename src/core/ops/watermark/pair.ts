/** Two marks side by side (operations reference, section 4.15.4). */
import { clearLayer, copyLayer, type Mark, overlap } from './mark.ts';

/** How the lower of the two stands beside the higher one. */
export const ALIGNS = ['0', '1', '2'] as const;
/** How text and picture stand side by side, by the word of the URL. */
export type Align = (typeof ALIGNS)[number];

/** `left` and `right` in one box, `interval` pixels between them. */
export function sideBySide(left: Mark, right: Mark, align: Align, interval: number): Mark {
  const height = Math.max(left.height, right.height);
  const placed = [
    { mark: left, x: 0, y: topOf(height - left.height, align) },
    { mark: right, x: left.width + interval, y: topOf(height - right.height, align) },
  ];
  return {
    width: left.width + interval + right.width,
    height,
    bytes: left.bytes + right.bytes,
    draw(part) {
      const layer = clearLayer(part);
      for (const { mark, x, y } of placed) {
        const shared = overlap(part, { x, y, width: mark.width, height: mark.height });
        if (!shared) continue;
        const pixels = mark.draw({ ...shared, x: shared.x - x, y: shared.y - y });
        copyLayer(pixels, layer, shared.x - part.x, shared.y - part.y);
      }
      return layer;
    },
  };
}

/** 0 at the top, 1 in the middle, 2 at the bottom. */
function topOf(room: number, align: Align): number {
  return align === '0' ? 0 : align === '1' ? Math.floor(room / 2) : room;
}
