/** Where a mark stands on a picture (operations reference, section 4.15.1). */
import type { Size } from '../../image/picture.ts';
import { type Alignment, type Gravity, PLACES } from '../gravity.ts';

/** The values that place a mark. */
export interface Placement {
  readonly g: Gravity;
  readonly x: number;
  readonly y: number;
  readonly voffset: number;
}

/** Where the top left pixel of a mark lies on the picture. */
export interface Origin {
  readonly left: number;
  readonly top: number;
}

/**
 * The mark's top-left corner. A mark that would start left of or above the picture, because it is larger or its margin
 * is, starts at the border; one in the middle is cut on both sides alike.
 */
export function placeMark(canvas: Size, mark: Size, { g, x, y, voffset }: Placement): Origin {
  const { across, down } = PLACES[g];
  return {
    left: startOf(canvas.width, mark.width, across, x, 0),
    top: startOf(canvas.height, mark.height, down, y, voffset),
  };
}

/** One axis; a middle has no margin but may be shifted. */
function startOf(side: number, length: number, align: Alignment, margin: number, shift: number): number {
  switch (align) {
    case 'start':
      return margin;
    case 'middle':
      return Math.floor((side - length) / 2) + shift;
    case 'end':
      return Math.max(0, side - length - margin);
  }
}
