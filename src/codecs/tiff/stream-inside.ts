/** JPEG streams of strips and tiles, made whole: what they leave out stands elsewhere in the file. */
import { ProcessError } from '../../core/spec/error.ts';
import { type JpegDetails, readHeader } from '../jpeg/header.ts';
import type { Directory } from './directory.ts';
import type { TiffLayout } from './layout.ts';
import { type OldJpeg, oldJpegStream, openOldJpeg } from './old-jpeg.ts';
import { segmentBytes } from './segment-bytes.ts';
import { COMPRESSION, TAG } from './tags.ts';

/** The whole stream of a segment whose first row is `y`. */
export function streamOf(
  layout: TiffLayout,
  directory: Directory,
  old: OldJpeg | undefined,
  segment: Uint8Array,
  y: number,
): Uint8Array {
  if (old) return old.whole ?? oldJpegStream(old, segment, segmentRows(layout, y));
  const tables = layout.compression === COMPRESSION.jpeg ? directory.bytes(TAG.jpegTables) : undefined;
  return tables ? withTables(tables, segment) : segment;
}

/** Tiles are as high as they are; the last strip ends with the picture. */
function segmentRows({ tiled, segment, height }: TiffLayout, y: number): number {
  return tiled ? segment.height : Math.min(segment.height, height - y);
}

/** The shared tables, which end before their end mark, and the segment behind its start mark. */
function withTables(tables: Uint8Array, segment: Uint8Array): Uint8Array {
  if (tables.length < 4 || segment.length < 2) return segment;
  const whole = new Uint8Array(tables.length - 2 + segment.length - 2);
  whole.set(tables.subarray(0, -2));
  whole.set(segment.subarray(2), tables.length - 2);
  return whole;
}

/** A header is looked for no further into a strip or tile. */
const HEADER_BYTES = 65_536;

/** What the first strip or tile says of itself; undefined where it cannot be read from the bytes at hand. */
export function firstJpeg(
  bytes: Uint8Array,
  directory: Directory,
  layout: TiffLayout,
): JpegDetails | undefined {
  const segment = segmentBytes({ bytes, directory, layout }, 0).subarray(0, HEADER_BYTES);
  try {
    const isOld = layout.compression === COMPRESSION.oldJpeg;
    const old = isOld ? openOldJpeg(bytes, directory, layout, segment) : undefined;
    const stream = streamOf(layout, directory, old, segment, 0);
    const source = readHeader(stream, Infinity);
    return source === 'more' ? undefined : source.details;
  } catch (error) {
    if (error instanceof ProcessError) return undefined;
    throw error;
  }
}
