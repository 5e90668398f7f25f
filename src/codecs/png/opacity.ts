/**
 * Finds out whether a picture that may be transparent is: screenshots and many other files have an alpha channel that
 * says nothing, and without it they are a tenth smaller. Small pictures only, as they are held until the answer is known.
 */
import type { Band, Picture, Size } from '../../core/image/picture.ts';
import { bandBytes } from '../../core/image/picture.ts';
import { type BegunPicture, begunPicture, lettingGo } from '../begun.ts';

/** Pixels beyond which a picture with an alpha channel counts as transparent without a look at them. */
const MOST_PIXELS = 1 << 20;

/** Bytes that `withTrueOpacity` may hold of a picture that is not known to be opaque. */
export function opacityBytes({ width, height }: Size): number {
  const pixels = width * height;
  return pixels <= MOST_PIXELS ? pixels * 4 + bandBytes(width) : 0;
}

/** The same picture, `opaque` when it is small and none of its pixels is transparent. */
export async function withTrueOpacity(picture: Picture): Promise<BegunPicture> {
  const rest = picture.bands()[Symbol.asyncIterator]();
  const held: Band[] = [];
  let opaque = picture.opaque;
  if (!opaque && opacityBytes(picture) > 0) opaque = await holdOpaque(rest, held);
  return begunPicture({ ...picture, opaque }, () => lettingGo(held), rest);
}

/** Holds bands up to the first with a transparent pixel; true when there is none. */
async function holdOpaque(bands: AsyncIterator<Band>, held: Band[]): Promise<boolean> {
  for (let next = await bands.next(); !next.done; next = await bands.next()) {
    held.push(next.value.slice());
    if (!isOpaque(next.value)) return false;
  }
  return true;
}

function isOpaque(band: Band): boolean {
  for (let i = 3; i < band.length; i += 4) if (band[i] !== 255) return false;
  return true;
}
