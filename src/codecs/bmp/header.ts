/** Reads the headers of a BMP file, of all versions from OS/2 1 to Windows 5 (Microsoft, "Bitmap Storage"). */
import type { Size } from '../../core/image/picture.ts';
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';

/** Everything the pixels are read by (`Source.details` of a BMP). */
export interface BmpLayout extends Size {
  /** Bits of a pixel. */
  readonly depth: number;
  readonly compression: number;
  /** True when the first stored row is the uppermost. */
  readonly topDown: boolean;
  /** Where the pixels begin. */
  readonly pixelsAt: number;
  /** Where the palette begins, its entries and their bytes. */
  readonly palette: { readonly at: number; readonly entries: number; readonly bytes: 3 | 4 };
  /** Which bits of a pixel are red, green, blue and alpha; all 0 for a palette. */
  readonly masks: readonly [number, number, number, number];
}

/** Values of the compression field. */
export const COMPRESSION = { none: 0, rle8: 1, rle4: 2, bitfields: 3, alphaBitfields: 6 };

/** Those whose pixels are taken apart by masks of the file's own. */
const MASKED = [COMPRESSION.bitfields, COMPRESSION.alphaBitfields];

const FILE_HEADER_BYTES = 14;
/** The version is told by the length of the header. */
const OS2_BYTES = 12;
const WINDOWS_BYTES = 40;
/** From this length on the masks are part of the header; in the shortest Windows one they follow it. */
const MASKED_BYTES = 52;
const ALPHA_MASKED_BYTES = 56;
const MASKS_AT = FILE_HEADER_BYTES + WINDOWS_BYTES;
const DENSITY_AT = 38;
/** Exif's unit of density. */
const CENTIMETRE = 3;
const MAX_HEADER_BYTES = 256;
const DEPTHS = [1, 2, 4, 8, 16, 24, 32];

/** True for the first bytes of a BMP. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/** Reads the header from the first bytes of a file of `size` bytes. Throws `BadRequest` when it makes no sense. */
export function readHeader(head: Uint8Array, size: number): Source<BmpLayout> | 'more' {
  const layout = readLayout(head);
  if (layout === 'more') return head.length < size ? 'more' : broken();
  return {
    format: 'bmp',
    bytes: size,
    width: layout.width,
    height: layout.height,
    frames: 1,
    orientation: 1,
    alpha: layout.masks[3] !== 0,
    exact: true,
    palette: layout.depth <= 8,
    interlaced: false,
    colour: 'rgb',
    density: densityOf(head),
    details: layout,
  };
}

/** Pixels a metre, in both directions, of a Windows header; Exif has no metre, so they become pixels a centimetre. */
function densityOf(head: Uint8Array): Source['density'] {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(FILE_HEADER_BYTES, true) < WINDOWS_BYTES) return undefined;
  const [x, y] = [view.getInt32(DENSITY_AT, true), view.getInt32(DENSITY_AT + 4, true)];
  return x > 0 && y > 0 ? { unit: CENTIMETRE, x: x / 100, y: y / 100 } : undefined;
}

/** True when the pixels are encoded as runs. */
export function hasRuns({ compression, depth }: BmpLayout): boolean {
  return (
    (compression === COMPRESSION.rle8 && depth === 8) || (compression === COMPRESSION.rle4 && depth === 4)
  );
}

/** True when the pixels are numbers that masks take apart. OS/2 has Huffman codes under the same number, for 1 bit. */
export function isMasked({ compression, depth }: BmpLayout): boolean {
  return MASKED.includes(compression) && (depth === 16 || depth === 32);
}

/** Reads the layout; `'more'` when the bytes end before the header does. Throws `BadRequest`. */
export function readLayout(head: Uint8Array): BmpLayout | 'more' {
  if (head.length < FILE_HEADER_BYTES + 4) return 'more';
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getUint32(FILE_HEADER_BYTES, true);
  if (length !== OS2_BYTES && (length < 16 || length > MAX_HEADER_BYTES)) return broken();
  if (head.length < FILE_HEADER_BYTES + length) return 'more';
  if (head.length < FILE_HEADER_BYTES + length + masksBehind(view, length)) return 'more';
  const layout = length === OS2_BYTES ? readOs2(view) : readWindows(view, length);
  const { width, height, depth } = layout;
  return width > 0 && height > 0 && DEPTHS.includes(depth) ? layout : broken();
}

/** Where the pixels begin: behind the palette where the file names a place in front of it, as some writers do. */
function pixelsAt(view: DataView, { at, entries, bytes }: BmpLayout['palette']): number {
  const named = view.getUint32(10, true);
  const isBefore = named < at || (named === at && entries > 0);
  return isBefore ? at + entries * bytes : named;
}

function readOs2(view: DataView): BmpLayout {
  const depth = view.getUint16(24, true);
  const at = FILE_HEADER_BYTES + OS2_BYTES;
  const palette = { at, entries: depth <= 8 ? 2 ** depth : 0, bytes: 3 } as const;
  return {
    width: view.getUint16(18, true),
    height: view.getUint16(20, true),
    depth,
    compression: COMPRESSION.none,
    topDown: false,
    pixelsAt: pixelsAt(view, palette),
    palette,
    masks: usualMasks(depth),
  };
}

function readWindows(view: DataView, length: number): BmpLayout {
  /** A field of the header; a shorter version ends before it and means 0. */
  const field = (at: number) => (at + 4 <= FILE_HEADER_BYTES + length ? view.getUint32(at, true) : 0);
  const height = view.getInt32(22, true);
  const depth = view.getUint16(28, true);
  const compression = field(30);
  const masked = length >= WINDOWS_BYTES && MASKED.includes(compression);
  const asked = field(46);
  const palette = {
    at: FILE_HEADER_BYTES + length + masksBehind(view, length),
    entries: depth <= 8 ? Math.min(asked === 0 ? 2 ** depth : asked, 2 ** depth) : 0,
    bytes: 4,
  } as const;
  return {
    width: view.getInt32(18, true),
    height: Math.abs(height),
    depth,
    compression,
    topDown: height < 0,
    pixelsAt: pixelsAt(view, palette),
    palette,
    masks: masked ? readMasks(view, length, compression) : usualMasks(depth),
  };
}

/** Bytes of masks that follow a header too short to hold them. */
function masksBehind(view: DataView, length: number): number {
  if (length < WINDOWS_BYTES || length >= MASKED_BYTES) return 0;
  const compression = view.getUint32(30, true);
  return MASKED.includes(compression) ? (compression === COMPRESSION.bitfields ? 12 : 16) : 0;
}

function readMasks(view: DataView, length: number, compression: number): BmpLayout['masks'] {
  const mask = (index: number) => view.getUint32(MASKS_AT + index * 4, true);
  const alpha = length >= ALPHA_MASKED_BYTES || compression === COMPRESSION.alphaBitfields;
  return [mask(0), mask(1), mask(2), alpha ? mask(3) : 0];
}

/** Masks of pixels that name none. */
function usualMasks(depth: number): BmpLayout['masks'] {
  if (depth === 16) return [0x7c00, 0x03e0, 0x001f, 0];
  return depth > 16 ? [0xff0000, 0x00ff00, 0x0000ff, 0] : [0, 0, 0, 0];
}

function broken(): never {
  throw damaged('its header makes no sense');
}
