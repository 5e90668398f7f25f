/** How much work deflating is worth, and what it costs: a large result is written quickly, a small one in few bytes. */
import { pixelCost } from '../../core/image/cost.ts';
import type { Size } from '../../core/image/picture.ts';

/** Pixels beyond which time counts more than bytes: a phone's picture has less. */
const MOST_THOROUGH = 1 << 24;
/** Reference nanoseconds of a quick result's pixel, flat and as busy as noise, and of a byte that is made. */
const FLAT = 3;
const BUSY = 28;
const BYTE = 16;
/** No result has more bytes: an isolate holds 128 MB, and jobs are promised 96 MiB. */
const MOST_BYTES = 96 << 20;

/** True when a result of this size is to be written quickly. */
export function isQuick({ width, height }: Size): boolean {
  return width * height > MOST_THOROUGH;
}

/** Reference milliseconds of a result whose pixels take `thorough` nanoseconds each where bytes count. */
export function deflateCost(size: Size, thorough: number): number {
  if (!isQuick(size)) return pixelCost(size, thorough);
  return Math.min(pixelCost(size, BUSY), pixelCost(size, FLAT) + MOST_BYTES * BYTE * 1e-6);
}
