/** Puts transparency, a colour profile and an orientation around encoded colours (RFC 9649, section 2.7). */
import type { Size } from '../../core/image/picture.ts';
import { writeOrientation } from '../metadata/exif.ts';
import { chunkOf, FLAG, writeChunk, writeExtended, writeRiff } from './riff.ts';

/** What may stand beside the colours. */
export interface Beside {
  /** Data of the `ALPH` chunk. */
  readonly alpha?: Uint8Array | undefined;
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
  if (alpha) pieces.push(writeChunk('ALPH', alpha));
  pieces.push(...chunkOf(colours.name, colours.data));
  if (orientation !== undefined) pieces.push(writeChunk('EXIF', writeOrientation(orientation)));
  return [writeRiff(pieces.reduce((sum, piece) => sum + piece.length, 0)), ...pieces];
}

function flagsOf({ alpha, icc, orientation }: Beside): number {
  return (icc ? FLAG.icc : 0) | (alpha ? FLAG.alpha : 0) | (orientation === undefined ? 0 : FLAG.exif);
}
