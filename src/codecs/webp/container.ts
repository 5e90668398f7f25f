/** Puts transparency, a colour profile and an orientation around encoded colours (RFC 9649, section 2.7). */
import type { Size } from '../../core/image/picture.ts';
import { writeOrientation } from '../metadata/exif.ts';
import { type FrameHead, writeFrameHead } from './frame-head.ts';
import { chunkOf, FLAG, writeChunk, writeExtended, writeRiff } from './riff.ts';

/** What may stand beside the colours. */
export interface Beside {
  /** Data of the `ALPH` chunk, in pieces. */
  readonly alpha?: readonly Uint8Array[] | undefined;
  readonly icc?: Uint8Array | undefined;
  /** Exif orientation, 1 to 8. */
  readonly orientation?: number | undefined;
}

/** Largest side of a bitstream: its header has 14 bits for each (RFC 6386, section 9.1), and the sub-code of a longer one. */
export const MAX_SIDE = 16_383;
export const MAX_SIDE_EC = '0040-00000011';

/** A chunk of one bitstream, its data in pieces. */
export interface Colours {
  readonly name: 'VP8 ' | 'VP8L';
  readonly data: readonly Uint8Array[];
}

/** A WebP file in pieces; the colours alone when nothing stands beside them. */
export function assemble(colours: Colours, size: Size, beside: Beside): Uint8Array[] {
  const { alpha, icc, orientation } = beside;
  const pieces: Uint8Array[] = [];
  if (alpha || icc || orientation !== undefined) {
    pieces.push(writeChunk('VP8X', writeExtended(flagsOf(beside), size.width, size.height)));
  }
  if (icc) pieces.push(writeChunk('ICCP', icc));
  pieces.push(...pixelChunks(colours, alpha));
  if (orientation !== undefined) pieces.push(writeChunk('EXIF', writeOrientation(orientation)));
  return withRiff(pieces);
}

/** One frame as the pieces of an `ANMF` chunk. */
export function writeFrame(head: FrameHead, colours: Colours, alpha: Beside['alpha']): Uint8Array[] {
  return chunkOf('ANMF', [writeFrameHead(head), ...pixelChunks(colours, alpha)]);
}

/** What stands around an animation's frames. */
export interface Around extends Pick<Beside, 'icc' | 'orientation'> {
  /** True when some frame has transparency. */
  readonly transparent: boolean;
  /** Times it plays; 0 for ever. */
  readonly plays: number;
}

/** An animated file in pieces; `frames` are those of its `ANMF` chunks. */
export function assembleFrames(frames: readonly Uint8Array[], size: Size, around: Around): Uint8Array[] {
  const { icc, orientation, transparent, plays } = around;
  const flags = flagsOf({ icc, orientation }) | FLAG.animation | (transparent ? FLAG.alpha : 0);
  const repeats = Math.min(0xffff, plays);
  return withRiff([
    writeChunk('VP8X', writeExtended(flags, size.width, size.height)),
    ...(icc ? [writeChunk('ICCP', icc)] : []),
    // A clear background, and how often it plays.
    writeChunk('ANIM', Uint8Array.of(0, 0, 0, 0, repeats & 255, repeats >> 8)),
    ...frames,
    ...(orientation === undefined ? [] : [writeChunk('EXIF', writeOrientation(orientation))]),
  ]);
}

function pixelChunks({ name, data }: Colours, alpha: Beside['alpha']): Uint8Array[] {
  const colours = chunkOf(name, data);
  return alpha ? [...chunkOf('ALPH', alpha), ...colours] : colours;
}

function withRiff(pieces: readonly Uint8Array[]): Uint8Array[] {
  return [writeRiff(pieces.reduce((sum, piece) => sum + piece.length, 0)), ...pieces];
}

function flagsOf({ alpha, icc, orientation }: Beside): number {
  return (icc ? FLAG.icc : 0) | (alpha ? FLAG.alpha : 0) | (orientation === undefined ? 0 : FLAG.exif);
}
