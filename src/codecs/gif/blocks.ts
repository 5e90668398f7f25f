/** Walks through the blocks of a GIF (GIF89a specification, sections 12 to 27). */
import type { Rect } from '../../core/image/picture.ts';

/** What happens to the area of a frame before the next one is drawn. */
export type Disposal = 'keep' | 'clear' | 'restore';

/** One frame's picture, still encoded. */
export interface Image {
  /** Where it lies on the screen; it may leave it. */
  readonly place: Rect;
  readonly interlaced: boolean;
  /** Offset and entries of its palette, its own or the file's; 0 entries when there is none at all. */
  readonly palette: Palette;
  /** The index that is not painted; -1 for none. */
  readonly transparent: number;
  /** Milliseconds it is shown. */
  readonly delay: number;
  readonly disposal: Disposal;
  /** Where the code size stands, and behind it the data. */
  readonly dataAt: number;
}

export interface Palette {
  readonly at: number;
  readonly entries: number;
}

/** What follows the screen descriptor and its palette: frames, how often they play, and the mark of the end. */
export type Block =
  | { readonly kind: 'image'; readonly image: Image }
  | { readonly kind: 'plays'; readonly plays: number }
  | { readonly kind: 'end' };

export const SCREEN_BYTES = 13;
const MARK = { extension: 0x21, image: 0x2c };
const LABEL = { control: 0xf9, application: 0xff };
const APPLICATION_BYTES = 14;
const IMAGE_BYTES = 10;
const INTERLACED = 0x40;
const OWN_PALETTE = 0x80;

/** What a graphic control extension says of the frame behind it. */
type Control = Pick<Image, 'transparent' | 'delay' | 'disposal'>;

const NO_CONTROL: Control = { transparent: -1, delay: 0, disposal: 'keep' };

/**
 * The frames in order, then the end. Without an end the bytes stop before it does; a frame whose description is cut off
 * is left out.
 */
export function* readBlocks(bytes: Uint8Array): Generator<Block> {
  const shared = paletteAt(SCREEN_BYTES, bytes[10] ?? 0);
  let control = NO_CONTROL;
  let at = SCREEN_BYTES + paletteBytes(shared);
  while (at < bytes.length) {
    if (bytes[at] === MARK.extension) {
      if (bytes[at + 1] === LABEL.control) control = readControl(bytes, at);
      const plays = readPlays(bytes, at);
      if (plays !== undefined) yield { kind: 'plays', plays };
      at = skipSubBlocks(bytes, at + 2);
    } else if (bytes[at] === MARK.image) {
      const image = readImage(bytes, at, shared, control);
      if (image.dataAt > bytes.length) return;
      yield { kind: 'image', image };
      control = NO_CONTROL;
      at = skipSubBlocks(bytes, image.dataAt + 1);
    } else {
      // The trailer, or rubbish: no more frames either way.
      yield { kind: 'end' };
      return;
    }
  }
}

function readImage(bytes: Uint8Array, at: number, shared: Palette, control: Control): Image {
  const flags = bytes[at + 9] ?? 0;
  const own = paletteAt(at + IMAGE_BYTES, flags);
  return {
    ...control,
    place: {
      x: readUint16(bytes, at + 1),
      y: readUint16(bytes, at + 3),
      width: readUint16(bytes, at + 5),
      height: readUint16(bytes, at + 7),
    },
    interlaced: (flags & INTERLACED) !== 0,
    palette: own.entries > 0 ? own : shared,
    dataAt: at + IMAGE_BYTES + paletteBytes(own),
  };
}

function readControl(bytes: Uint8Array, at: number): Control {
  const flags = bytes[at + 3] ?? 0;
  return {
    transparent: (flags & 1) === 1 ? (bytes[at + 6] ?? 0) : -1,
    // Hundredths of a second.
    delay: readUint16(bytes, at + 4) * 10,
    disposal: disposalOf((flags >> 2) & 7),
  };
}

/** 3 is what the specification says of restoring, 4 what early writers took it for; browsers read both so. */
function disposalOf(method: number): Disposal {
  return method === 2 ? 'clear' : method === 3 || method === 4 ? 'restore' : 'keep';
}

/**
 * How often the frames play by Netscape's application extension, which counts the times after the first; 0 for ever.
 * Undefined for any other extension.
 */
function readPlays(bytes: Uint8Array, at: number): number | undefined {
  if (bytes[at + 1] !== LABEL.application) return undefined;
  const name = String.fromCharCode(...bytes.subarray(at + 3, at + APPLICATION_BYTES));
  if (name !== 'NETSCAPE2.0' && name !== 'ANIMEXTS1.0') return undefined;
  const isLoop = (bytes[at + APPLICATION_BYTES] ?? 0) >= 3 && bytes[at + APPLICATION_BYTES + 1] === 1;
  if (!isLoop) return undefined;
  const repeats = readUint16(bytes, at + APPLICATION_BYTES + 2);
  return repeats === 0 ? 0 : repeats + 1;
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
