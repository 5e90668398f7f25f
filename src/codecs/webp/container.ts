/** Puts transparency, a colour profile and an orientation around encoded colours (RFC 9649, section 2.7). */
import type { Size } from '../../core/image/picture.ts';
import { writeOrientation } from '../metadata/exif.ts';
import { FLAG, readChunks, RIFF_BYTES, writeChunk, writeExtended, writeRiff } from './riff.ts';

/** What may stand beside the colours. */
export interface Beside {
  /** Data of the `ALPH` chunk. */
  readonly alpha?: Uint8Array | undefined;
  readonly icc?: Uint8Array | undefined;
  /** Exif orientation, 1 to 8. */
  readonly orientation?: number | undefined;
}

/** A WebP file in pieces. One whose colours stand alone passes unchanged; `colours` is a file of one bitstream. */
export function assemble(colours: Uint8Array, size: Size, beside: Beside): Uint8Array[] {
  const { alpha, icc, orientation } = beside;
  if (!alpha && !icc && orientation === undefined) return [colours];
  const pieces = [writeChunk('VP8X', writeExtended(flagsOf(beside), size.width, size.height))];
  if (icc) pieces.push(writeChunk('ICCP', icc));
  if (alpha) pieces.push(writeChunk('ALPH', alpha));
  for (const { name, data } of readChunks(colours, RIFF_BYTES)) pieces.push(writeChunk(name, data));
  if (orientation !== undefined) pieces.push(writeChunk('EXIF', writeOrientation(orientation)));
  return [writeRiff(pieces.reduce((sum, piece) => sum + piece.length, 0)), ...pieces];
}

function flagsOf({ alpha, icc, orientation }: Beside): number {
  return (icc ? FLAG.icc : 0) | (alpha ? FLAG.alpha : 0) | (orientation === undefined ? 0 : FLAG.exif);
}
