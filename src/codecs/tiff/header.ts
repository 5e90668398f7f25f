/** Reads what a TIFF says of its first picture, and counts its pictures (TIFF 6.0, section 2). */
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import { readExif } from '../metadata/exif.ts';
import { modelOfProfile } from '../metadata/profile.ts';
import { openTiff, type TiffReader } from '../metadata/tiff.ts';
import { type Directory, openDirectory } from './directory.ts';
import { extractExif } from './exif.ts';
import { isJpeg, readLayout, type TiffLayout } from './layout.ts';
import { firstJpeg } from './stream-inside.ts';
import { firstPast, isWindowed } from './windowed.ts';
import { PHOTOMETRIC, TAG } from './tags.ts';

/** What `PhotometricInterpretation` means for us; everything else is shown as RGB. */
const COLOURS: Readonly<Record<number, Source['colour']>> = {
  [PHOTOMETRIC.whiteIsZero]: 'grey',
  [PHOTOMETRIC.blackIsZero]: 'grey',
  [PHOTOMETRIC.mask]: 'grey',
  [PHOTOMETRIC.inks]: 'cmyk',
};

/** The first four bytes: a byte order, then the mark of TIFF or that of its 64-bit form. */
const BEGINNINGS = ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'];

/** True for the first bytes of a TIFF of either byte order. */
export function isTiff(bytes: Uint8Array): boolean {
  return BEGINNINGS.includes(String.fromCharCode(...bytes.subarray(0, 4)));
}

/**
 * Reads the header from the first bytes of a file of `size` bytes. Directories may stand anywhere, mostly behind the
 * pixels. Throws `BadRequest` when the first one is not in the file or names no size.
 */
export function readHeader(head: Uint8Array, size: number): Source<TiffLayout> | 'more' {
  const whole = head.length >= size;
  const file = openTiff(head);
  const frames = file && countDirectories(file);
  if (frames === undefined && !whole) return 'more';
  const directory = file && openDirectory(file, head);
  if (!file || !directory) throw damaged('its directory lies outside');
  const layout = readLayout(directory, file.little);
  const details = withFirst(layout, head, directory, whole);
  if (details === 'more') return 'more';
  const exif = extractExif(file, head, whole);
  const profile = readProfile(file, head, whole);
  if (exif === 'more' || profile === 'more') return 'more';
  const colour = COLOURS[details.photometric] ?? 'rgb';
  return {
    format: 'tiff',
    bytes: size,
    width: details.width,
    height: details.height,
    frames: frames ?? 1,
    ...readExif(exif),
    alpha: details.extra !== undefined,
    interlaced: false,
    colour,
    icc: profile && isOf(details, colour, profile) ? profile : undefined,
    exif,
    details,
  };
}

/** The layout with what its first strip or tile says, where something is to be planned by it. */
function withFirst(
  layout: TiffLayout,
  head: Uint8Array,
  directory: Directory,
  whole: boolean,
): TiffLayout | 'more' {
  const inside = isJpeg(layout) ? firstJpeg(head, directory, layout) : undefined;
  const past = isWindowed(layout) ? firstPast(head, directory, layout) : undefined;
  const isMissing = (isJpeg(layout) && !inside) || (isWindowed(layout) && past === undefined);
  return isMissing && !whole ? 'more' : { ...layout, inside, past };
}

/** True when a profile is for the pixels as they leave the decoder: L*a*b* is converted. */
function isOf({ photometric }: TiffLayout, colour: Source['colour'], profile: Uint8Array): boolean {
  const converted = photometric === PHOTOMETRIC.lab || photometric === PHOTOMETRIC.iccLab;
  return !converted && modelOfProfile(profile) === colour;
}

/** A copy of the ICC profile; `'more'` when it lies beyond the bytes at hand and those are not all. */
function readProfile(file: TiffReader, bytes: Uint8Array, whole: boolean): Uint8Array | 'more' | undefined {
  const entry = file.entries(file.first)?.find(({ tag }) => tag === TAG.icc);
  if (!entry) return undefined;
  const end = entry.at + entry.length;
  if (end <= bytes.length) return new Uint8Array(bytes.subarray(entry.at, end));
  return whole ? undefined : 'more';
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
