/** Walks through the blocks of a GIF (GIF89a specification, sections 12 to 27). */
import type { Rect } from '../../core/image/picture.ts';

/** One frame's picture, still encoded. */
export interface Image {
  /** Where it lies on the screen; it may leave it. */
  readonly place: Rect;
  readonly interlaced: boolean;
  /** Offset and entries of its palette, its own or the file's; 0 entries when there is none at all. */
  readonly palette: Palette;
  /** The index that is not painted; -1 for none. */
  readonly transparent: number;
  /** Where the code size stands, and behind it the data. */
  readonly dataAt: number;
}

export interface Palette {
  readonly at: number;
  readonly entries: number;
}

/** What follows the screen descriptor and its palette: frames, and the mark of the end. */
export type Block = { readonly kind: 'image'; readonly image: Image } | { readonly kind: 'end' };

export const SCREEN_BYTES = 13;
const MARK = { extension: 0x21, image: 0x2c };
const GRAPHIC_CONTROL = 0xf9;
const IMAGE_BYTES = 10;
const INTERLACED = 0x40;
const OWN_PALETTE = 0x80;

/**
 * The frames in order, then the end. Without an end the bytes stop before it does; a frame whose description is cut off
 * is left out.
 */
export function* readBlocks(bytes: Uint8Array): Generator<Block> {
  const shared = paletteAt(SCREEN_BYTES, bytes[10] ?? 0);
  let transparent = -1;
  let at = SCREEN_BYTES + paletteBytes(shared);
  while (at < bytes.length) {
    if (bytes[at] === MARK.extension) {
      if (bytes[at + 1] === GRAPHIC_CONTROL) transparent = transparentIndex(bytes, at);
      at = skipSubBlocks(bytes, at + 2);
    } else if (bytes[at] === MARK.image) {
      const image = readImage(bytes, at, shared, transparent);
      if (image.dataAt > bytes.length) return;
      yield { kind: 'image', image };
      transparent = -1;
      at = skipSubBlocks(bytes, image.dataAt + 1);
    } else {
      // The trailer, or rubbish: no more frames either way.
      yield { kind: 'end' };
      return;
    }
  }
}

function readImage(bytes: Uint8Array, at: number, shared: Palette, transparent: number): Image {
  const flags = bytes[at + 9] ?? 0;
  const own = paletteAt(at + IMAGE_BYTES, flags);
  return {
    place: {
      x: readUint16(bytes, at + 1),
      y: readUint16(bytes, at + 3),
      width: readUint16(bytes, at + 5),
      height: readUint16(bytes, at + 7),
    },
    interlaced: (flags & INTERLACED) !== 0,
    palette: own.entries > 0 ? own : shared,
    transparent,
    dataAt: at + IMAGE_BYTES + paletteBytes(own),
  };
}

function transparentIndex(bytes: Uint8Array, at: number): number {
  return ((bytes[at + 3] ?? 0) & 1) === 1 ? (bytes[at + 6] ?? 0) : -1;
}

/** The palette that flags announce at a place. */
function paletteAt(at: number, flags: number): Palette {
  return { at, entries: (flags & OWN_PALETTE) === 0 ? 0 : 2 ** ((flags & 7) + 1) };
}

function paletteBytes({ entries }: Palette): number {
  return entries * 3;
}

function skipSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += (bytes[at] ?? 0) + 1;
  return at + 1;
}

export function readUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}
