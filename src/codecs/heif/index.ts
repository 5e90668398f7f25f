/** HEIC and AVIF: one container, two codings. */
import type { HeifDetails } from './header.ts';
import type { Codec } from '../codec.ts';
import type { WasmModules } from '../modules.ts';
import { av1Coder } from './av1/coder.ts';
import { formatOf, type HeifFormat } from './brands.ts';
import type { Coder } from './coder.ts';
import { heifDecoder } from './decoder.ts';
import { avifEncoder } from './encoder.ts';
import { readHeader } from './header.ts';
import { hevcCoder } from './hevc/coder.ts';

/** Longest sides of a source, and their sub-codes. */
const SOURCE_SIDE = { heic: { ec: '0040-00000013' }, avif: { most: 10_000, ec: '0040-00000014' } };

/** OSS writes neither in every region. */
const UNWRITTEN_EC = { heic: '0040-00000015', avif: '0040-00000016' };

/** HEIC over the HEVC kernel; without its module, only `info` reads it. */
export function heicCodec({ hevc }: Pick<WasmModules, 'hevc'>): Codec<HeifDetails> {
  return heif('heic', hevc && hevcCoder(hevc, 'decode heic'));
}

/** AVIF over libavif; results have at most `maxSide` pixels a side, the vendor's number when it is left out. */
export function avifCodec(
  { avifDecode, avifEncode }: Pick<WasmModules, 'avifDecode' | 'avifEncode'>,
  maxSide?: number,
): Codec<HeifDetails> {
  return {
    ...heif('avif', av1Coder(avifDecode, 'decode avif')),
    encoder: avifEncoder(avifEncode, maxSide),
    defaultQuality: 60,
  };
}

function heif(format: HeifFormat, coder: Coder | undefined): Codec<HeifDetails> {
  return {
    format,
    type: `image/${format}`,
    alpha: true,
    sourceSide: SOURCE_SIDE[format],
    unwrittenEc: UNWRITTEN_EC[format],
    sniff: (bytes) => formatOf(bytes) === format,
    readHeader: (head, size) => readHeader(head, size, format),
    decoder: coder && heifDecoder(format, coder),
  };
}
