/** A line of text as a mark, with its shadow. */
import type { Layer } from '../../image/kernels/blend.ts';
import type { Rect } from '../../image/picture.ts';
import type { Lettering } from '../../spec/marks.ts';
import type { Colour } from '../../image/colour.ts';
import { clearLayer, type Mark } from './mark.ts';

/** How a text is drawn. */
export interface TextLook {
  readonly colour: Colour;
  /** Opacity of the shadow in percent; 0 is none. */
  readonly shadow: number;
  /** Pixels that the shadow lies right of and below the text. */
  readonly offset: number;
}

/** The shadow's distance for a text size: 2 pixels at 40 (the vendor publishes none). */
export function shadowOffset(size: number): number {
  return Math.max(1, Math.round(size / 20));
}

/** The mark is as large as the text and, when there is one, its shadow. */
export function textMark(text: Lettering, look: TextLook): Mark {
  const extra = look.shadow > 0 ? look.offset : 0;
  return {
    width: text.width + extra,
    height: text.height + extra,
    bytes: text.bytes,
    draw(part) {
      const layer = clearLayer(part);
      if (extra > 0) drawShadow(layer, text, part, look);
      drawText(layer, text, part, look.colour);
      return layer;
    },
  };
}

/** Black, so that only alpha is to be set. */
function drawShadow({ pixels }: Layer, text: Lettering, part: Rect, { shadow, offset }: TextLook): void {
  const { coverage } = text.draw({ ...part, x: part.x - offset, y: part.y - offset });
  for (let at = 0; at < coverage.length; at++) pixels[at * 4 + 3] = (coverage[at]! * shadow) / 100;
}

function drawText({ pixels }: Layer, text: Lettering, part: Rect, { red, green, blue }: Colour): void {
  const { coverage } = text.draw(part);
  for (let at = 0; at < coverage.length; at++) {
    const covered = coverage[at]!;
    if (covered === 0) continue;
    const share = covered / 255;
    pixels[at * 4] = red * share;
    pixels[at * 4 + 1] = green * share;
    pixels[at * 4 + 2] = blue * share;
    pixels[at * 4 + 3] = covered + pixels[at * 4 + 3]! * (1 - share);
  }
}
