/**
 * The three facts of an Exif block that codecs act on, and a block that holds nothing but an orientation. Tags are
 * those of Exif 2.32.
 */
import type { Source } from '../../core/spec/source.ts';
import { BIG_ENDIAN, ENTRY_BYTES, HEADER_BYTES, openTiff, TIFF_MARK, TYPE } from './tiff.ts';

/** What codecs take from an Exif block. */
export interface ExifSummary {
  /** 1 to 8; 1 when the block names none. */
  readonly orientation: number;
  /** Pixel density, when both directions are given. */
  readonly density: Source['density'];
}

const TAG = { orientation: 0x0112, xResolution: 0x011a, yResolution: 0x011b, resolutionUnit: 0x0128 };
const INCH = 2;

/** The six bytes `Exif\0\0` that JPEG, and some writers of WebP, put before the TIFF structure. */
const PREFIX = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** The TIFF structure of an Exif block, without the `Exif\0\0` that may stand before it. */
export function tiffOfExif(block: Uint8Array): Uint8Array {
  return PREFIX.every((byte, at) => block[at] === byte) ? block.subarray(PREFIX.length) : block;
}

/** Reads the first directory of a TIFF structure. Whatever is out of bounds or of a wrong type counts as absent. */
export function readExif(tiff: Uint8Array): ExifSummary {
  const file = openTiff(tiff);
  const tags = file?.tags(file.first) ?? new Map<number, number>();
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
