/** Fonts for tests: those of the installed packages, and small ones made by hand. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Table } from '../../../src/text/bytes/table.ts';
import type { Font } from '../../../src/text/font.ts';
import { openSource } from '../../../src/text/open.ts';
import type { FontSource } from '../../../src/text/ports.ts';
import { readWoff2 } from '../../../src/text/woff/woff2.ts';

const MODULES = new URL('../../../node_modules/', import.meta.url);

/** Latin letters of a variable family: GPOS kerning, gvar, avar, composites. */
export const LATIN = '@fontsource-variable/noto-sans-sc/files/noto-sans-sc-latin-wght-normal.woff2';
/** Common ideographs of the same. */
export const HAN = '@fontsource-variable/noto-sans-sc/files/noto-sans-sc-119-wght-normal.woff2';
/** Letters and ideographs of a family that does not vary. */
export const KAI = 'lxgw-wenkai-screen-webfont/files/lxgwwenkaigbscreen-subset-119.woff2';

/** A file of an installed package. */
export function packageFile(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, MODULES)));
}

export const brotli = (bytes: Uint8Array, maxLength: number): Uint8Array =>
  brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, maxLength) });

/** A source that counts what is read of it. */
export interface CountingSource extends FontSource {
  readonly reads: { offset: number; length: number }[];
}

export function countingSource(bytes: Uint8Array, id = 'font'): CountingSource {
  const reads: { offset: number; length: number }[] = [];
  return {
    id,
    size: bytes.length,
    reads,
    read(offset, length) {
      reads.push({ offset, length });
      return Promise.resolve(bytes.slice(offset, offset + length));
    },
  };
}

export function openFile(bytes: Uint8Array): Promise<Font> {
  return openSource(countingSource(bytes), brotli);
}

/** A WOFF2 file as the TrueType file it stands for. */
export async function unpacked(path: string): Promise<Uint8Array> {
  const tables = await readWoff2(packageFile(path), brotli);
  return sfnt([...tables].map(([tag, table]) => [tag, bytesOf(table)]));
}

export function bytesOf(table: Table): Uint8Array {
  return table.bytes(0, table.length);
}

/** A font file of these tables; `flavour` is its first four bytes. */
export function sfnt(
  tables: readonly (readonly [tag: string, data: ArrayLike<number>])[],
  flavour = '\0\x01\0\0',
): Uint8Array {
  const sorted = tables.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const directory = [...ascii(flavour), ...u16(sorted.length), ...u16(0, 0, 0)];
  const body: number[] = [];
  const start = directory.length + sorted.length * 16;
  for (const [tag, data] of sorted) {
    directory.push(...ascii(tag), ...u32(0, start + body.length, data.length));
    for (let at = 0; at < data.length; at++) body.push(data[at] ?? 0);
    while (body.length % 4 > 0) body.push(0);
  }
  return Uint8Array.from([...directory, ...body]);
}

export function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

export function u16(...values: number[]): number[] {
  return values.flatMap((value) => [(value >> 8) & 255, value & 255]);
}

export function u32(...values: number[]): number[] {
  return values.flatMap((value) => [
    (value >>> 24) & 255,
    (value >>> 16) & 255,
    (value >>> 8) & 255,
    value & 255,
  ]);
}

/** The tables every font needs, for `count` glyphs of one advance width and an em of 1000. */
export function basics(count: number, advance = 500): [string, number[]][] {
  const zeros = (length: number): number[] => Array.from({ length }, () => 0);
  return [
    ['head', [...zeros(18), ...u16(1000), ...zeros(30), ...u16(1), ...u16(0)]],
    ['hhea', [...zeros(4), ...u16(800, -200), ...zeros(26), ...u16(1)]],
    ['maxp', [...u32(0x00010000), ...u16(count), ...zeros(26)]],
    ['hmtx', [...u16(advance, 0), ...zeros((count - 1) * 2)]],
    ['cmap', cmap(12, [...u16(12, 0), ...u32(28, 0, 1, 0x41, 0x41 + count - 2, 1)])],
  ];
}

/** A character map with one subtable. */
export function cmap(format: number, subtable: readonly number[]): number[] {
  const [platform, encoding] = format === 12 || format === 10 || format === 13 ? [3, 10] : [3, 1];
  return [...u16(0, 1, platform, encoding), ...u32(12), ...subtable];
}
