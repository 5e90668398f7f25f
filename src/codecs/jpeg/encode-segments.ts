/** The application segments that a JPEG file begins with: JFIF, Exif orientation, ICC profile. */
import { joined } from '../../core/image/bytes.ts';
import type { Output } from '../../core/spec/output.ts';
import { writeOrientation } from '../metadata/exif.ts';

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const START_OF_IMAGE = Uint8Array.of(0xff, 0xd8);
/** Version 1.01, no density unit, square pixels, no thumbnail (JFIF 1.02, page 5). */
const JFIF = Uint8Array.of(...ascii('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0);
const EXIF = ascii('Exif\0\0');
const ICC = ascii('ICC_PROFILE\0');
/** A length of 16 bits counts itself. */
const LARGEST_CONTENT = 65_533;
/** After the name come the number of the piece, from 1, and how many there are (ICC.1:2022, annex B.4). */
const LARGEST_PIECE = LARGEST_CONTENT - ICC.length - 2;
const MOST_PIECES = 255;

/** What a file carries beside its picture. */
export type Carried = Pick<Output, 'icc' | 'orientation'>;

/** Start of image and all application segments: a file up to where its tables begin. */
export function fileHead(carried: Carried): Uint8Array<ArrayBuffer> {
  return joined([START_OF_IMAGE, segment(APP0, JFIF), carriedSegments(carried)]);
}

/** The segments an output asks for, which belong directly after JFIF's; empty when it asks for none. */
export function carriedSegments({ icc, orientation }: Carried): Uint8Array<ArrayBuffer> {
  const exif = orientation === undefined ? [] : [segment(APP1, EXIF, writeOrientation(orientation))];
  return joined([...exif, ...iccSegments(icc)]);
}

/** A profile in as many segments as it needs; one too large for the 255 there may be is left out. */
function iccSegments(icc: Uint8Array | undefined): Uint8Array<ArrayBuffer>[] {
  const count = Math.ceil((icc?.length ?? 0) / LARGEST_PIECE);
  if (!icc || count > MOST_PIECES) return [];
  return Array.from({ length: count }, (_, index) => {
    const piece = icc.subarray(index * LARGEST_PIECE, (index + 1) * LARGEST_PIECE);
    return segment(APP2, ICC, Uint8Array.of(index + 1, count), piece);
  });
}

function segment(marker: number, ...content: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, { length }) => sum + length, 2);
  return joined([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), ...content]);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
