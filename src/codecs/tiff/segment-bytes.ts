/** Where the strips and tiles of a picture lie. */
import type { Directory } from './directory.ts';
import type { TiffLayout } from './layout.ts';
import { TAG } from './tags.ts';

/** A file and what its directory says of the first picture. */
export interface SegmentedFile {
  readonly bytes: Uint8Array;
  readonly directory: Directory;
  readonly layout: TiffLayout;
}

/** The bytes of a strip or tile, as far as they are in the file. */
export function segmentBytes({ bytes, directory, layout }: SegmentedFile, index: number): Uint8Array {
  const [offsets, counts] = layout.tiled
    ? [TAG.tileOffsets, TAG.tileBytes]
    : [TAG.stripOffsets, TAG.stripBytes];
  const from = directory.number(offsets, index) ?? bytes.length;
  // Some writers leave the length out and let what is expanded end it.
  const stored = directory.number(counts, index) ?? bytes.length;
  return bytes.subarray(from, from + stored);
}
