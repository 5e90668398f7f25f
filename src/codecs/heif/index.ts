/** HEIC and AVIF: recognised and described; their pixels are not read yet. */
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Codec } from '../codec.ts';
import { findBox, readName, readUint } from './boxes.ts';
import { hasAlpha, primarySize } from './properties.ts';

/** Brands that a file of each format names, as its main one or among those it is compatible with. */
const BRANDS = {
  avif: ['avif', 'avis'],
  heic: ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis'],
};
/** A main brand that says no more than that pictures are inside. */
const ANY_PICTURES = ['mif1', 'msf1', 'miaf'];
/** The four bytes of the main brand's version stand between it and the others. */
const BRANDS_AT = 8;
const VERSION = 1;

/** OSS sub-codes of broken files. */
const DAMAGED_EC = { heic: '0040-00000020', avif: '0040-00000021' };

export const heicCodec: Codec = heif('heic');
export const avifCodec: Codec = heif('avif');

function heif(format: 'heic' | 'avif'): Codec {
  return {
    format,
    type: `image/${format}`,
    alpha: true,
    lossy: true,
    sniff: (bytes) => formatOf(bytes) === format,
    readHeader: (head, size) => readHeader(head, size, format),
  };
}

/** The format that the first box names by its brands. */
function formatOf(bytes: Uint8Array): 'heic' | 'avif' | undefined {
  if (readName(bytes, 4) !== 'ftyp') return undefined;
  const end = Math.min(bytes.length, readUint(bytes, 0, 4));
  const brands: string[] = [];
  for (let at = BRANDS_AT; at + 4 <= end; at += 4) brands.push(readName(bytes, at));
  const [main = ''] = brands;
  brands.splice(VERSION, 1);
  if (BRANDS.avif.includes(main)) return 'avif';
  if (BRANDS.heic.includes(main)) return 'heic';
  if (!ANY_PICTURES.includes(main)) return undefined;
  return brands.some((brand) => BRANDS.avif.includes(brand)) ? 'avif' : 'heic';
}

/** Everything is told in the `meta` box, which stands before the pixels in files as cameras write them. */
function readHeader(head: Uint8Array, size: number, format: 'heic' | 'avif'): Source | 'more' {
  const meta = findBox(head, 'meta')?.data;
  if (!meta && head.length < size) return 'more';
  const shown = meta && primarySize(meta);
  if (!shown || shown.width === 0 || shown.height === 0)
    throw damaged('it names no primary picture', DAMAGED_EC[format]);
  return {
    ...shown,
    format,
    bytes: size,
    frames: 1,
    orientation: 1,
    alpha: hasAlpha(meta),
    interlaced: false,
    colour: 'rgb',
  };
}
