/** HEIC and AVIF: one container, two codings. */
import type { Codec } from '../codec.ts';
import { formatOf, type HeifFormat } from './brands.ts';
import { readHeader } from './header.ts';

export const heicCodec: Codec = heif('heic');
export const avifCodec: Codec = heif('avif');

function heif(format: HeifFormat): Codec {
  return {
    format,
    type: `image/${format}`,
    alpha: true,
    lossy: true,
    sniff: (bytes) => formatOf(bytes) === format,
    readHeader: (head, size) => readHeader(head, size, format),
  };
}
