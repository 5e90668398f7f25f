/** Reads a GIF's screen and counts its frames (GIF89a specification, sections 17 to 26). */
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';

const SCREEN_BYTES = 13;
const BLOCK = { extension: 0x21, image: 0x2c, trailer: 0x3b };
const GRAPHIC_CONTROL = 0xf9;
const IMAGE_BYTES = 10;

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
  const walk = head.length < SCREEN_BYTES ? undefined : walkBlocks(head);
  if (!walk?.ended && head.length < size) return 'more';
  if (!walk || walk.frames === 0) throw damaged('it holds no frame');
  const width = uint16(head, 6);
  const height = uint16(head, 8);
  if (width === 0 || height === 0) throw damaged('its screen has no size');
  return {
    format: 'gif',
    bytes: size,
    width,
    height,
    frames: walk.frames,
    orientation: 1,
    alpha: walk.alpha,
    interlaced: false,
    colour: 'rgb',
  };
}

interface Walk {
  readonly frames: number;
  /** True when some frame has a transparent colour. */
  readonly alpha: boolean;
  /** True when the end of the file's data was reached. */
  readonly ended: boolean;
}

function walkBlocks(bytes: Uint8Array): Walk {
  let frames = 0;
  let alpha = false;
  let at = SCREEN_BYTES + tableBytes(bytes[10] ?? 0);
  while (at < bytes.length) {
    if (bytes[at] === BLOCK.image) {
      frames++;
      // The colour table of the frame's own, then the code size, then the data.
      at = skipSubBlocks(bytes, at + IMAGE_BYTES + tableBytes(bytes[at + 9] ?? 0) + 1);
    } else if (bytes[at] === BLOCK.extension) {
      if (bytes[at + 1] === GRAPHIC_CONTROL && ((bytes[at + 3] ?? 0) & 1) === 1) alpha = true;
      at = skipSubBlocks(bytes, at + 2);
    } else {
      // The trailer, or rubbish: no more frames either way.
      return { frames, alpha, ended: true };
    }
  }
  return { frames, alpha, ended: false };
}

/** Bytes of the colour table that these flags announce. */
function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function skipSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += (bytes[at] ?? 0) + 1;
  return at + 1;
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}
