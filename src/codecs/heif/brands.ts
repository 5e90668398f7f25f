/** Which format a file is, by the brands its first box names (ISO/IEC 23008-12, section 10). */
import { readName, readUint } from './boxes.ts';

/** The formats of HEIF's family. */
export type HeifFormat = 'heic' | 'avif';

/** Brands that a file of each format names, as its main one or among those it is compatible with. */
const BRANDS = {
  avif: ['avif', 'avis'],
  heic: ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis'],
};
/** A main brand that says no more than that pictures are inside. */
const ANY_PICTURES = ['mif1', 'mif2', 'msf1', 'miaf'];
/** The four bytes of the main brand's version stand between it and the others. */
const BRANDS_AT = 8;
const VERSION = 1;

/** The format that the first box names by its brands. */
export function formatOf(bytes: Uint8Array): HeifFormat | undefined {
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

/** Main brands of image sequences. */
const SEQUENCES = ['avis', 'msf1', 'hevc', 'hevx'];

/** True when the first box says that the file is a sequence before all. */
export function isSequence(bytes: Uint8Array): boolean {
  return SEQUENCES.includes(readName(bytes, BRANDS_AT));
}
