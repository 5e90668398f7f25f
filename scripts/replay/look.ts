/** What a picture looks like, small enough to keep, and how alike two of them look. */
import { openPicture } from '../lib/read-picture.ts';
import { type Plane, similarity } from '../lib/similarity.ts';

/** Pixels of the longer side at which pictures are compared. */
const SIDE = 256;
/** Below this two pictures differ to the eye. */
export const ALIKE = 0.9;

/** A picture that was decoded to its end. */
export interface Look {
  /** Of a frame, in full. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Red, green and blue on mid-grey, and what is opaque; at most 256 pixels a side. */
  readonly planes: readonly Plane[];
}

/** Decodes all of the first frame; undefined for what is no picture and for one that breaks off. */
export async function lookOf(body: Uint8Array): Promise<Look | undefined> {
  try {
    const { width, height, frames, image } = await openPicture(body);
    const { data, info } = await image
      .ensureAlpha()
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width, height, frames, planes: planesOf(data, info) };
  } catch {
    return undefined;
  }
}

/** What cannot be seen is told by the plane of what is opaque alone: its colour means nothing. */
function planesOf(rgba: Uint8Array, { width, height }: Pick<Plane, 'width' | 'height'>): Plane[] {
  const planes = Array.from({ length: 4 }, () => new Uint8Array(width * height));
  for (let at = 0; at < width * height; at++) {
    const opaque = rgba[at * 4 + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      planes[channel]![at] = 128 + Math.round(((rgba[at * 4 + channel]! - 128) * opaque) / 255);
    }
    planes[3]![at] = opaque;
  }
  return planes.map((data) => ({ width, height, data }));
}

/** The structural similarity of the channel that differs most; undefined for pictures of two sizes. */
export function likeness(a: Look, b: Look): number | undefined {
  if (a.width !== b.width || a.height !== b.height) return undefined;
  return Math.min(...a.planes.map((plane, channel) => similarity(plane, b.planes[channel]!)));
}
