/** Reads the size of a TIFF's first picture and counts its pictures (TIFF 6.0, section 2). */
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import { openTiff, type TiffReader } from '../metadata/tiff.ts';

const TAG = { width: 256, height: 257, photometric: 262, orientation: 274, extraSamples: 338 };
/** What is taken for granted when the file does not say. */
const RGB = 2;
/** What `PhotometricInterpretation` means for us; everything else is shown as RGB. */
const COLOURS: Readonly<Record<number, Source['colour']>> = { 0: 'grey', 1: 'grey', 5: 'cmyk' };

/** True for the first bytes of a TIFF of either byte order. */
export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  return (
    (a === 0x49 && b === 0x49 && c === 42 && d === 0) || (a === 0x4d && b === 0x4d && c === 0 && d === 42)
  );
}

/**
 * Reads the header from the first bytes of a file of `size` bytes. Directories may stand anywhere, mostly behind the
 * pixels. Throws `BadRequest` when the first one is not in the file or names no size.
 */
export function readHeader(head: Uint8Array, size: number): Source | 'more' {
  const whole = head.length >= size;
  const file = openTiff(head);
  const frames = file && countDirectories(file);
  if (frames === undefined && !whole) return 'more';
  const tags = file?.tags(file.first);
  if (!tags) throw damaged('its directory lies outside');
  const width = tags.get(TAG.width) ?? 0;
  const height = tags.get(TAG.height) ?? 0;
  if (width === 0 || height === 0) throw damaged('its directory names no size');
  const orientation = tags.get(TAG.orientation) ?? 1;
  return {
    format: 'tiff',
    bytes: size,
    width,
    height,
    frames: frames ?? 1,
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    alpha: tags.has(TAG.extraSamples),
    interlaced: false,
    colour: COLOURS[tags.get(TAG.photometric) ?? RGB] ?? 'rgb',
  };
}

/** Directories in the file's chain, each counted once; undefined when it leads beyond the bytes at hand. */
function countDirectories(file: TiffReader): number | undefined {
  const seen = new Set<number>();
  let at: number | undefined = file.first;
  while (at !== undefined && at !== 0 && !seen.has(at)) {
    seen.add(at);
    at = file.next(at);
  }
  return at === undefined ? undefined : seen.size;
}
