/** Reads a GIF's screen and counts its frames. */
import { damaged } from '../../core/spec/error.ts';
import type { Rect, Size } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import { readBlocks, readUint16, SCREEN_BYTES } from './blocks.ts';

/** What the decoder's plan wants to know of a GIF source (`Source.details`). */
export interface GifDetails {
  /** True when the first frame's rows do not come in order. */
  readonly interlaced: boolean;
  /** Pixels of the first frame. */
  readonly framePixels: number;
}

/** True for the first bytes of a GIF. */
export function isGif(bytes: Uint8Array): boolean {
  const signature = String.fromCharCode(...bytes.subarray(0, 6));
  return signature === 'GIF87a' || signature === 'GIF89a';
}

/**
 * Reads the header from the first bytes of a file of `size` bytes. Frames stand one behind the other, so all of the
 * file is asked for; one that is cut off has the frames that have begun. Throws `BadRequest` when none has.
 */
export function readHeader(head: Uint8Array, size: number): Source | 'more' {
  const walk = head.length < SCREEN_BYTES ? undefined : walkFrames(head);
  if (!walk?.ended && head.length < size) return 'more';
  if (!walk?.details) throw damaged('it holds no frame');
  const { screen, frames, alpha, details } = walk;
  if (screen.width === 0 || screen.height === 0) throw damaged('its screen has no size');
  return {
    ...screen,
    format: 'gif',
    bytes: size,
    frames,
    orientation: 1,
    alpha,
    interlaced: false,
    colour: 'rgb',
    details,
  };
}

interface Walk {
  readonly screen: Size;
  readonly frames: number;
  /** True when some frame has a transparent colour, or the first one leaves a part of the screen clear. */
  readonly alpha: boolean;
  /** True when the end of the file's data was reached. */
  readonly ended: boolean;
  readonly details: GifDetails | undefined;
}

function walkFrames(bytes: Uint8Array): Walk {
  const screen = { width: readUint16(bytes, 6), height: readUint16(bytes, 8) };
  let frames = 0;
  let alpha = false;
  let details: GifDetails | undefined;
  for (const block of readBlocks(bytes)) {
    if (block.kind === 'end') return { screen, frames, alpha, ended: true, details };
    const { place, transparent, interlaced } = block.image;
    frames++;
    alpha ||= transparent >= 0;
    if (details) continue;
    details = { interlaced, framePixels: place.width * place.height };
    alpha ||= !covers(place, screen);
  }
  return { screen, frames, alpha, ended: false, details };
}

function covers({ x, y, width, height }: Rect, screen: Size): boolean {
  return x === 0 && y === 0 && width >= screen.width && height >= screen.height;
}
