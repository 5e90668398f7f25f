/**
 * Strips and tiles whose matches reach far back: LZMA in .xz files, and Zstandard. How far is told by each one's header, so it is known
 * before memory is taken; the kernel gets what follows the header.
 */
import { damaged, memoryExceeded, unsupportedFormat } from '../../core/spec/error.ts';
import type { Directory } from './directory.ts';
import { METHOD, PIECE_BYTES, ZSTD_BYTES } from './kernel.ts';
import { isSubsampled, type TiffLayout } from './layout.ts';
import { rowBytes } from './samples.ts';
import { segmentBytes } from './segment-bytes.ts';
import { COMPRESSION } from './tags.ts';
import { unitRowBytes } from './ycc.ts';

/** A stream's header, read. */
export interface Windowed {
  readonly method: number;
  /** What follows the header. */
  readonly data: Uint8Array;
  /** Bytes that matches may reach back. */
  readonly past: number;
  /** Distance of the bytes whose differences are stored; 0 without. */
  readonly delta: number;
}

/** True for a compression that this is about. */
export function isWindowed({ compression }: Pick<TiffLayout, 'compression'>): boolean {
  return compression === COMPRESSION.lzma || compression === COMPRESSION.zstd;
}

/** Reads a segment's header. Throws `BadRequest` for a broken one and for filters that are not for pictures. */
export function readWindowed(segment: Uint8Array, compression: number): Windowed {
  return compression === COMPRESSION.lzma ? readXz(segment) : readFrame(segment);
}

/** The same with as much of the past as the segment can have; what its layout did not let expect is refused. */
export function openWindowed(segment: Uint8Array, layout: TiffLayout): Windowed {
  const found = readWindowed(segment, layout.compression);
  const past = pastOf(found, layout);
  if (past > (layout.past ?? 0))
    throw memoryExceeded('A strip or tile of the image reaches farther back than its first one.');
  return { ...found, past };
}

function pastOf({ past }: Windowed, layout: TiffLayout): number {
  return Math.max(PIECE_BYTES, Math.min(past, expandedBytes(layout)));
}

/** Bytes of a strip or tile as it was before it was compressed. */
function expandedBytes(layout: TiffLayout): number {
  const { segment, samples, bits, apart, sampling } = layout;
  if (isSubsampled(layout))
    return unitRowBytes(segment.width, sampling) * Math.ceil(segment.height / sampling.v);
  return rowBytes(segment.width * (apart ? 1 : samples), bits) * segment.height;
}

/** What the first strip or tile needs of its past; undefined where its header cannot be read from the bytes at hand. */
export function firstPast(bytes: Uint8Array, directory: Directory, layout: TiffLayout): number | undefined {
  const segment = segmentBytes({ bytes, directory, layout }, 0);
  try {
    return pastOf(readWindowed(segment, layout.compression), layout);
  } catch {
    return undefined;
  }
}

/** Bytes of the kernel beside those it always has. */
export function windowedBytes(layout: TiffLayout): number {
  if (!isWindowed(layout)) return 0;
  return (layout.past ?? PIECE_BYTES) + PAGE + (layout.compression === COMPRESSION.zstd ? ZSTD_BYTES : 0);
}

const PAGE = 65_536;

const XZ_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const STREAM_HEADER = 12;
const FILTER = { delta: 0x03, lzma2: 0x21 } as const;
/** Flags of a block header: how many filters beside the first, and whether two sizes are there. */
const FLAG = { filters: 3, packed: 0x40, unpacked: 0x80 } as const;
/** A dictionary's size is written in half powers of two; the largest is 4 GiB. */
const LARGEST_DICTIONARY = 40;

/** An .xz stream of one block (the .xz file format, sections 2 and 3). */
function readXz(bytes: Uint8Array): Windowed {
  if (!XZ_MAGIC.every((byte, i) => bytes[i] === byte)) throw damaged('a strip is no .xz stream');
  const end = STREAM_HEADER + ((bytes[STREAM_HEADER] ?? 0) + 1) * 4;
  if (bytes.length < end) throw damaged('a strip ends in its header');
  const flags = bytes[STREAM_HEADER + 1]!;
  let at = STREAM_HEADER + 2;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; at < end; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  if (flags & FLAG.packed) number();
  if (flags & FLAG.unpacked) number();
  const found = { past: 0, delta: 0 };
  for (let left = (flags & FLAG.filters) + 1; left > 0; left--) {
    const filter = number();
    const length = number();
    takeFilter(filter, bytes[at] ?? 0, found);
    at += length;
  }
  return { method: METHOD.lzma, data: bytes.subarray(end), ...found };
}

function takeFilter(filter: number, property: number, found: { past: number; delta: number }): void {
  if (filter === FILTER.delta && found.delta === 0) found.delta = property + 1;
  else if (filter === FILTER.lzma2 && property <= LARGEST_DICTIONARY) found.past = dictionaryBytes(property);
  else throw unsupportedFormat();
}

function dictionaryBytes(property: number): number {
  return (2 | (property & 1)) * 2 ** ((property >> 1) + 11);
}

const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
const SINGLE_SEGMENT = 32;
/** Bytes of the number of a dictionary, by the lowest two bits of the descriptor. */
const NUMBER_BYTES = [0, 1, 2, 4];

/** A frame of Zstandard (RFC 8878, section 3.1.1.1). */
function readFrame(bytes: Uint8Array): Windowed {
  if (!ZSTD_MAGIC.every((byte, i) => bytes[i] === byte)) throw damaged('a strip is no Zstandard frame');
  const descriptor = bytes[4] ?? 0;
  const isSingle = (descriptor & SINGLE_SEGMENT) > 0;
  const numberAt = isSingle ? 5 : 6;
  const sizeAt = numberAt + NUMBER_BYTES[descriptor & 3]!;
  const form = descriptor >> 6;
  const sizeBytes = form === 0 ? Number(isSingle) : 1 << form;
  const end = sizeAt + sizeBytes;
  if (bytes.length < end) throw damaged('a strip ends in its header');
  if (littleEndian(bytes, numberAt, sizeAt) > 0) throw unsupportedFormat();
  // A size of two bytes begins where one of one byte ends.
  const size = littleEndian(bytes, sizeAt, end) + (form === 1 ? 256 : 0);
  return {
    method: METHOD.zstd,
    data: bytes.subarray(end),
    past: isSingle ? size : windowBytes(bytes[5]!),
    delta: 0,
  };
}

function windowBytes(descriptor: number): number {
  return 2 ** (10 + (descriptor >> 3)) * (1 + (descriptor & 7) / 8);
}

function littleEndian(bytes: Uint8Array, from: number, to: number): number {
  return bytes.subarray(from, to).reduceRight((sum, byte) => sum * 256 + byte, 0);
}
