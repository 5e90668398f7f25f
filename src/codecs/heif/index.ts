/** HEIC and AVIF: one container, two codings. */
import type { Codec } from '../codec.ts';
import { formatOf, type HeifFormat } from './brands.ts';
import { readHeader } from './header.ts';

/** Longest sides of a source, and their sub-codes. */
const SOURCE_SIDE = { heic: { ec: '0040-00000013' }, avif: { most: 10_000, ec: '0040-00000014' } };

/** OSS writes neither in every region. */
const UNWRITTEN_EC = { heic: '0040-00000015', avif: '0040-00000016' };

export const heicCodec: Codec = heif('heic');
export const avifCodec: Codec = heif('avif');

function heif(format: HeifFormat): Codec {
  return {
    format,
    type: `image/${format}`,
    alpha: true,
    sourceSide: SOURCE_SIDE[format],
    unwrittenEc: UNWRITTEN_EC[format],
    sniff: (bytes) => formatOf(bytes) === format,
    readHeader: (head, size) => readHeader(head, size, format),
  };
}
