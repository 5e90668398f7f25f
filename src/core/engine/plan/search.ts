/** Plans the search for the highest quality at which a result has no more bytes than it may. */
import type { Size } from '../../image/picture.ts';
import type { Output } from '../../spec/output.ts';

/** A search by halving, from the quality that was asked for downwards. */
export interface Search {
  /** Bytes that the result may have. */
  readonly mostBytes: number;
  /** Times the picture is encoded at most. */
  readonly encodes: number;
  /** Times it is decoded and painted at most. */
  readonly paints: number;
  /** Whether the finished picture is held after it was encoded in vain once; else it is painted each time. */
  readonly isHeld: boolean;
  /** Bytes held beside one encoding: the finished picture, and the best result so far. */
  readonly bytes: number;
}

/** Larger pictures are painted anew each time: 4 megapixels. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;

/** `encodeBytes` is what one encoding holds, its result included. */
export function planSearch(
  mostBytes: number,
  { width, height }: Size,
  { quality, movement }: Output,
  encodeBytes: number,
): Search {
  const pixelBytes = width * height * 4;
  const isHeld = movement === undefined && pixelBytes <= MAX_HELD_BYTES;
  const encodes = 1 + halvings(quality - 1);
  const bytes = Math.min(mostBytes, encodeBytes) + (isHeld ? pixelBytes : 0);
  return { mostBytes, encodes, paints: isHeld ? Math.min(2, encodes) : encodes, isHeld, bytes };
}

/** Halvings that leave one of so many values, or none. */
function halvings(values: number): number {
  return 32 - Math.clz32(values);
}
