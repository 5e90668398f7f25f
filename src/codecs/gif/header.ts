/** Reads a GIF's screen and walks through its frames. */
import { damaged } from '../../core/spec/error.ts';
import type { Rect, Size } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import { type Image, readBlocks, readUint16, SCREEN_BYTES } from './blocks.ts';

/** What the decoder's plan wants to know of a GIF source (`Source.details`). */
export interface GifDetails {
  /** True when the first frame's rows do not come in order. */
  readonly interlaced: boolean;
  /** Pixels of the first frame. */
  readonly framePixels: number;
  /** Pixels of the widest frame's rows. */
  readonly widest: number;
  /** True when some frame gives its area back as it was before. */
  readonly restores: boolean;
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
export function readHeader(head: Uint8Array, size: number): Source<GifDetails> | 'more' {
  const walk = head.length < SCREEN_BYTES ? undefined : walkFrames(head);
  if (!walk?.ended && head.length < size) return 'more';
  if (!walk || walk.frames === 0) throw damaged('it holds no frame');
  const { screen, frames, firstEnd, plays, alpha, ended, details } = walk;
  if (screen.width === 0 || screen.height === 0) throw damaged('its screen has no size');
  return {
    ...screen,
    format: 'gif',
    bytes: size,
    frames,
    stillBytes: firstEnd,
    plays,
    orientation: 1,
    // What never came of a file that is cut off is clear.
    alpha: alpha || !ended,
    exact: true,
    palette: true,
    interlaced: false,
    colour: 'rgb',
    details,
  };
}

interface Walk {
  readonly screen: Size;
  readonly frames: number;
  /** Where the second frame's data begins, so that the first one's has ended; undefined without one. */
  readonly firstEnd: number | undefined;
  readonly plays: number;
  /** True when some frame has a transparent colour or clears its area, or the first one leaves a part of the screen clear. */
  readonly alpha: boolean;
  /** True when the end of the file's data was reached. */
  readonly ended: boolean;
  readonly details: GifDetails;
}

function walkFrames(bytes: Uint8Array): Walk {
  const walk: OpenWalk = {
    screen: { width: readUint16(bytes, 6), height: readUint16(bytes, 8) },
    frames: 0,
    firstEnd: undefined,
    plays: 1,
    alpha: false,
    ended: false,
    details: { interlaced: false, framePixels: 0, widest: 0, restores: false },
  };
  for (const block of readBlocks(bytes)) {
    if (block.kind === 'image') takeFrame(walk, block.image);
    else if (block.kind === 'plays') walk.plays = block.plays;
    else walk.ended = true;
  }
  return walk;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type OpenWalk = Writable<Omit<Walk, 'details'>> & { details: Writable<GifDetails> };

function takeFrame(walk: OpenWalk, image: Image): void {
  const { place, transparent, interlaced, disposal } = image;
  const { details } = walk;
  if (walk.frames === 0) {
    walk.screen = shownScreen(walk.screen, place);
    walk.alpha = !covers(place, walk.screen) || disposal === 'restore';
    details.interlaced = interlaced;
    details.framePixels = place.width * place.height;
  }
  if (walk.frames === 1) walk.firstEnd = image.dataAt;
  walk.frames++;
  walk.alpha ||= transparent >= 0 || disposal === 'clear';
  details.widest = Math.max(details.widest, place.width);
  details.restores ||= disposal === 'restore';
}

/** The screen grows to hold its first frame, as browsers and libvips show it; later frames are cut off. */
function shownScreen(screen: Size, { x, y, width, height }: Rect): Size {
  return { width: Math.max(screen.width, x + width), height: Math.max(screen.height, y + height) };
}

function covers({ x, y, width, height }: Rect, screen: Size): boolean {
  return x === 0 && y === 0 && width >= screen.width && height >= screen.height;
}
