/**
 * The three facts of an Exif block that codecs act on, and a block that holds nothing but an orientation. Tags and
 * types are those of Exif 2.32 (TIFF 6.0 structure): a byte order, then a directory of 12-byte entries.
 */
import type { Source } from '../../core/spec/source.ts';

/** What codecs take from an Exif block. */
export interface ExifSummary {
  /** 1 to 8; 1 when the block names none. */
  readonly orientation: number;
  /** Pixel density, when both directions are given. */
  readonly density: Source['density'];
}

const TAG = { orientation: 0x0112, xResolution: 0x011a, yResolution: 0x011b, resolutionUnit: 0x0128 };
const TYPE = { byte: 1, short: 3, long: 4, rational: 5 };
const ENTRY_BYTES = 12;
const HEADER_BYTES = 8;
const LITTLE_ENDIAN = 0x4949;
const BIG_ENDIAN = 0x4d4d;
const TIFF_MARK = 42;
const INCH = 2;

/** The six bytes `Exif\0\0` that JPEG, and some writers of WebP, put before the TIFF structure. */
const PREFIX = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** The TIFF structure of an Exif block, without the `Exif\0\0` that may stand before it. */
export function tiffOfExif(block: Uint8Array): Uint8Array {
  return PREFIX.every((byte, at) => block[at] === byte) ? block.subarray(PREFIX.length) : block;
}

/** Reads the first directory of a TIFF structure. Whatever is out of bounds or of a wrong type counts as absent. */
export function readExif(tiff: Uint8Array): ExifSummary {
  const tags = readDirectory(tiff);
  const orientation = tags.get(TAG.orientation) ?? 1;
  const x = tags.get(TAG.xResolution);
  const y = tags.get(TAG.yResolution);
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    density: x && y ? { unit: tags.get(TAG.resolutionUnit) ?? INCH, x, y } : undefined,
  };
}

/** A TIFF structure whose only entry is the orientation, 1 to 8. */
export function writeOrientation(orientation: number): Uint8Array<ArrayBuffer> {
  const tiff = new Uint8Array(HEADER_BYTES + 2 + ENTRY_BYTES + 4);
  const view = new DataView(tiff.buffer);
  view.setUint16(0, BIG_ENDIAN);
  view.setUint16(2, TIFF_MARK);
  view.setUint32(4, HEADER_BYTES);
  view.setUint16(8, 1);
  view.setUint16(10, TAG.orientation);
  view.setUint16(12, TYPE.short);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return tiff;
}

/** The numbers of the first directory by tag. */
function readDirectory(tiff: Uint8Array): Map<number, number> {
  const values = new Map<number, number>();
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = tiff.length < HEADER_BYTES ? 0 : view.getUint16(0);
  const little = order === LITTLE_ENDIAN;
  if ((!little && order !== BIG_ENDIAN) || view.getUint16(2, little) !== TIFF_MARK) return values;
  const start = view.getUint32(4, little);
  if (start + 2 > tiff.length) return values;
  const entries = Math.min(
    view.getUint16(start, little),
    Math.floor((tiff.length - start - 2) / ENTRY_BYTES),
  );
  for (let at = start + 2, end = at + entries * ENTRY_BYTES; at < end; at += ENTRY_BYTES) {
    const value = readNumber(view, at, little);
    if (value !== undefined) values.set(view.getUint16(at, little), value);
  }
  return values;
}

/** The single number of the entry at `at`, or undefined when it holds something else. */
function readNumber(view: DataView, at: number, little: boolean): number | undefined {
  if (view.getUint32(at + 4, little) !== 1) return undefined;
  const value = at + 8;
  switch (view.getUint16(at + 2, little)) {
    case TYPE.byte:
      return view.getUint8(value);
    case TYPE.short:
      return view.getUint16(value, little);
    case TYPE.long:
      return view.getUint32(value, little);
    case TYPE.rational:
      return readRational(view, view.getUint32(value, little), little);
    default:
      return undefined;
  }
}

function readRational(view: DataView, at: number, little: boolean): number | undefined {
  if (at + 8 > view.byteLength) return undefined;
  const denominator = view.getUint32(at + 4, little);
  return denominator === 0 ? undefined : view.getUint32(at, little) / denominator;
}
