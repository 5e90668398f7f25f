/** The first frame of an image sequence: the sample tables of its picture track (ISO/IEC 14496-12, section 8). */
import type { Size } from '../../core/image/picture.ts';
import { type Box, findBox, FULL_BOX_BYTES, readBoxes, readName, readUint } from './boxes.ts';

/** The first frame, and how many there are. */
export interface FirstFrame {
  /** `hvc1` or `av01`. */
  readonly type: string;
  readonly size: Size;
  readonly frames: number;
  /** Its codec's configuration, colours and crop. */
  readonly properties: readonly Box[];
  readonly offset: number;
  readonly length: number;
}

/** Codings of the tracks that are read here. */
const TYPES: Readonly<Record<string, string>> = { hvc1: 'hvc1', hev1: 'hvc1', av01: 'av01' };
/** What stands in a visual sample entry before its boxes (section 12.1.3). */
const ENTRY_BYTES = 78;
const SIZE_AT = 24;
const NOTHING = new Uint8Array();

/** The first frame of the first track of pictures in a file; undefined when there is none among the bytes at hand. */
export function readFirstFrame(file: Uint8Array): FirstFrame | undefined {
  const movie = findBox(file, 'moov')?.data;
  if (!movie) return undefined;
  for (const { name, data } of readBoxes(movie)) {
    const frame = name === 'trak' ? frameOfTrack(data) : undefined;
    if (frame) return frame;
  }
  return undefined;
}

function frameOfTrack(track: Uint8Array): FirstFrame | undefined {
  const media = inside(track, 'mdia');
  const handler = readName(inside(media, 'hdlr'), FULL_BOX_BYTES + 4);
  if (handler !== 'pict' && handler !== 'vide') return undefined;
  const table = inside(inside(media, 'minf'), 'stbl');
  const [entry] = readBoxes(inside(table, 'stsd').subarray(FULL_BOX_BYTES + 4));
  const type = entry && TYPES[entry.name];
  if (!type) return undefined;
  const sizes = inside(table, 'stsz');
  const length = readUint(sizes, FULL_BOX_BYTES, 4) || readUint(sizes, FULL_BOX_BYTES + 8, 4);
  return {
    type,
    size: { width: readUint(entry.data, SIZE_AT, 2), height: readUint(entry.data, SIZE_AT + 2, 2) },
    frames: Math.max(1, readUint(sizes, FULL_BOX_BYTES + 4, 4)),
    properties: [...readBoxes(entry.data.subarray(ENTRY_BYTES))],
    offset: firstOffset(table),
    length,
  };
}

function firstOffset(table: Uint8Array): number {
  const short = findBox(table, 'stco');
  return short
    ? readUint(short.data, FULL_BOX_BYTES + 4, 4)
    : readUint(inside(table, 'co64'), FULL_BOX_BYTES + 4, 8);
}

function inside(data: Uint8Array, name: string): Uint8Array {
  return findBox(data, name)?.data ?? NOTHING;
}
