/** Puts a colour profile and an orientation around an encoded WebP (RFC 9649, section 2.7). */
import type { Picture } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import { writeOrientation } from '../metadata/exif.ts';
import { FLAG, readChunks, RIFF_BYTES, writeChunk, writeExtended, writeRiff } from './riff.ts';

/**
 * The file in pieces, its chunks kept and those for the output's profile and orientation added. A file that needs
 * neither passes unchanged.
 */
export function extend(
  file: Uint8Array,
  { width, height, opaque }: Pick<Picture, 'width' | 'height' | 'opaque'>,
  { icc, orientation }: Pick<Output, 'icc' | 'orientation'>,
): Uint8Array[] {
  if (!icc && orientation === undefined) return [file];
  const flags =
    (icc ? FLAG.icc : 0) | (opaque ? 0 : FLAG.alpha) | (orientation === undefined ? 0 : FLAG.exif);
  const pieces = [writeChunk('VP8X', writeExtended(flags, width, height))];
  if (icc) pieces.push(writeChunk('ICCP', icc));
  for (const { name, data } of readChunks(file, RIFF_BYTES)) {
    if (name !== 'VP8X') pieces.push(writeChunk(name, data));
  }
  if (orientation !== undefined) pieces.push(writeChunk('EXIF', writeOrientation(orientation)));
  return [writeRiff(pieces.reduce((sum, piece) => sum + piece.length, 0)), ...pieces];
}
