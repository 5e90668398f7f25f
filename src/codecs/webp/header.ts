/** Reads what a WebP file says of itself before its pixels: still or animated, lossy or lossless, with or without profile. */
import { sameSize } from '../../core/image/geometry.ts';
import type { Size } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import { readExif, tiffOfExif } from '../metadata/exif.ts';
import { modelOfProfile } from '../metadata/profile.ts';
import { damagedWebp } from './errors.ts';
import { FRAME_HEAD_BYTES, readFrameHead } from './frame-head.ts';
import { type Chunk, FLAG, readChunks, readUint16, readUint24, RIFF_BYTES } from './riff.ts';

/** A bitstream's own size and whether it carries transparency. */
export interface Bitstream extends Size {
  readonly alpha: boolean;
  readonly lossless: boolean;
}

/** What the decoder's plan wants to know of a WebP source (`Source.details`). */
export interface WebpDetails {
  /** True when the (first) bitstream is a lossless one. */
  readonly lossless: boolean;
  /** True when pixels are in frames, be it a single one. */
  readonly animated: boolean;
}

/** Where the data of a lossy bitstream holds its start code and its size (RFC 6386, section 9.1). */
const LOSSY = { startCode: 3, width: 6, height: 8, bytes: 10 };
/** A lossless bitstream begins with this byte, then 14 bits of width, 14 of height and one of transparency. */
const LOSSLESS_SIGNATURE = 0x2f;
const LOSSLESS_BYTES = 5;
/** Of the last of them. */
const LOSSLESS_ALPHA = 0x10;
const EXTENDED_BYTES = 10;

/**
 * Reads the header from the first bytes of a file of `size` bytes. Exif data and further frames stand behind the
 * pixels, so a file that announces them is asked for whole. Throws `BadWebPImage` when the header is broken.
 */
export function readHeader(head: Uint8Array, size: number): Source<WebpDetails> | 'more' {
  const whole = head.length >= size;
  const [first] = readChunks(head, RIFF_BYTES);
  if (!first) return whole ? broken() : 'more';
  if (first.name !== 'VP8X') {
    const bitstream = readBitstream(first);
    return bitstream ? toSource(bitstream, size) : whole ? broken() : 'more';
  }
  if (first.data.length < EXTENDED_BYTES) return whole ? broken() : 'more';
  return readExtended(head, size, whole);
}

/** The size and transparency of a `VP8 ` or `VP8L` chunk; undefined when too little of it is there. */
export function readBitstream({ name, data }: Chunk): Bitstream | undefined {
  if (name === 'VP8 ') return data.length < LOSSY.bytes ? undefined : readLossy(data);
  if (name === 'VP8L') return data.length < LOSSLESS_BYTES ? undefined : readLossless(data);
  return broken();
}

function readLossy(data: Uint8Array): Bitstream {
  const keyFrame = ((data[0] ?? 1) & 1) === 0;
  if (!keyFrame || readUint24(data, LOSSY.startCode) !== 0x2a019d) return broken();
  const width = readUint24(data, LOSSY.width) & 0x3fff;
  const height = readUint24(data, LOSSY.height) & 0x3fff;
  return width === 0 || height === 0 ? broken() : { width, height, alpha: false, lossless: false };
}

function readLossless(data: Uint8Array): Bitstream {
  if (data[0] !== LOSSLESS_SIGNATURE) return broken();
  const low = readUint24(data, 1);
  const width = (low & 0x3fff) + 1;
  const height = ((low >> 14) | (((data[4] ?? 0) & 0x0f) << 10)) + 1;
  return { width, height, alpha: ((data[4] ?? 0) & LOSSLESS_ALPHA) !== 0, lossless: true };
}

function readExtended(head: Uint8Array, size: number, whole: boolean): Source<WebpDetails> | 'more' {
  const { canvas, flags, frames, stillBytes, plays, clear, chunks } = survey(head);
  if (!whole && (flags & (FLAG.exif | FLAG.animation)) !== 0) return 'more';
  const icc = copyOf(chunks.get('ICCP'));
  const exif = copyOf(chunks.get('EXIF'));
  const [pixels] = ['VP8 ', 'VP8L'].flatMap((name) => chunks.get(name) ?? []);
  if ((flags & FLAG.animation) !== 0) {
    const alpha = clear || (flags & FLAG.alpha) !== 0;
    return toSource({ ...canvas, alpha, lossless: pixels?.name === 'VP8L' }, size, {
      icc,
      exif,
      frames,
      stillBytes,
      plays,
      animated: true,
    });
  }
  const bitstream = pixels && readBitstream(pixels);
  if (!bitstream) return whole ? broken() : 'more';
  if (!sameSize(bitstream, canvas)) return broken();
  const alphaBytes = chunks.get('ALPH')?.data.length;
  const alpha = bitstream.alpha || alphaBytes !== undefined;
  return toSource({ ...bitstream, alpha }, size, { icc, exif, alphaBytes });
}

/** What stands in the chunks of an extended file. */
interface Survey {
  readonly canvas: Size;
  readonly flags: number;
  readonly frames: number;
  /** Bytes of the first frame, where there are frames. */
  readonly stillBytes: number | undefined;
  /** Times an animation plays; 0 for ever. */
  readonly plays: number;
  /** True when frames leave pixels of the canvas clear, whatever the flags say. */
  readonly clear: boolean;
  /** The first chunk of each kind in `WANTED`, those of the first frame included. */
  readonly chunks: ReadonlyMap<string, Chunk>;
}

const WANTED = new Set(['VP8X', 'ANIM', 'VP8 ', 'VP8L', 'ALPH', 'ICCP', 'EXIF']);

/** One pass that keeps no list: a hostile file may hold a chunk every eight bytes. */
function survey(head: Uint8Array): Survey {
  const chunks = new Map<string, Chunk>();
  let frames = 0;
  let stillBytes: number | undefined;
  let clear = false;
  function take(chunk: Chunk): void {
    if (WANTED.has(chunk.name) && !chunks.has(chunk.name)) chunks.set(chunk.name, chunk);
  }
  for (const chunk of readChunks(head, RIFF_BYTES)) {
    take(chunk);
    if (chunk.name !== 'ANMF') continue;
    stillBytes ??= chunk.data.length;
    if (frames === 0) for (const inner of readChunks(chunk.data, FRAME_HEAD_BYTES)) take(inner);
    clear ||= leavesClear(chunk.data, frames === 0 ? canvasOf(chunks, head) : undefined);
    frames++;
  }
  return {
    canvas: canvasOf(chunks, head),
    flags: chunks.get('VP8X')?.data[0] ?? 0,
    frames: Math.max(1, frames),
    stillBytes,
    plays: readUint16(chunks.get('ANIM')?.data ?? new Uint8Array(), 4),
    clear,
    chunks,
  };
}

function canvasOf(chunks: ReadonlyMap<string, Chunk>, head: Uint8Array): Size {
  const extended = chunks.get('VP8X')?.data ?? head;
  return { width: readUint24(extended, 4) + 1, height: readUint24(extended, 7) + 1 };
}

/** True for a frame that clears its place, has transparency, or as the first one does not cover the canvas. */
function leavesClear(data: Uint8Array, canvas: Size | undefined): boolean {
  const { place, clears } = readFrameHead(data);
  if (clears || (canvas && !sameSize(place, canvas))) return true;
  for (const chunk of readChunks(data, FRAME_HEAD_BYTES)) {
    if (chunk.name === 'ALPH') return true;
    if (chunk.name === 'VP8L') return ((chunk.data[4] ?? 0) & LOSSLESS_ALPHA) !== 0;
  }
  return false;
}

/** A copy of a complete chunk's data, so that the file's bytes need not be kept for it. */
function copyOf(chunk: Chunk | undefined): Uint8Array | undefined {
  return chunk?.complete ? new Uint8Array(chunk.data) : undefined;
}

interface Extras {
  readonly icc?: Uint8Array | undefined;
  readonly exif?: Uint8Array | undefined;
  readonly frames?: number;
  readonly stillBytes?: number | undefined;
  readonly plays?: number;
  readonly animated?: boolean;
  readonly alphaBytes?: number | undefined;
}

function toSource(
  { width, height, alpha, lossless }: Bitstream,
  bytes: number,
  { icc, exif: block, frames = 1, stillBytes, plays, animated = false, alphaBytes }: Extras = {},
): Source<WebpDetails> {
  const exif = block && tiffOfExif(block);
  const details: WebpDetails = { lossless, animated };
  return {
    width,
    height,
    alpha,
    alphaBytes,
    format: 'webp',
    bytes,
    frames,
    stillBytes,
    plays,
    ...(exif ? readExif(exif) : { orientation: 1 }),
    exact: lossless,
    interlaced: false,
    colour: 'rgb',
    icc: icc && modelOfProfile(icc) === 'rgb' ? icc : undefined,
    exif,
    details,
  };
}

function broken(): never {
  throw damagedWebp();
}
