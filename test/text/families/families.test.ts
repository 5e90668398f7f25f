/** What is built: everything that GB2312 has, in small pieces. */
import { readFileSync } from 'node:fs';
import { create } from 'fontkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildFonts } from '../../../scripts/fonts.ts';
import { byteCache } from '../../../src/text/cache.ts';
import { openFamily } from '../../../src/text/families/family.ts';
import {
  type FamilyIndex,
  indexPath,
  readFamilyIndex,
  sliceOf,
} from '../../../src/text/families/family-index.ts';
import type { Font } from '../../../src/text/font.ts';
import type { TextHost } from '../../../src/text/ports.ts';
import { FALLBACK_FAMILIES, NAMED_FACES } from '../../../src/text/families/names.ts';

const FONTS = new URL('../../../public/fonts/', import.meta.url);

const indexOf = (family: string) => readFamilyIndex(readFileSync(new URL(`${family}/index.json`, FONTS)));
const built = (): string[] => [...new Set(Object.values(NAMED_FACES).map(({ family }) => family))];

/** All characters of GB2312: rows 1 to 9 and 16 to 87 of the national standard. */
function gb2312(): string[] {
  const decoder = new TextDecoder('gb18030');
  const characters: string[] = [];
  for (let row = 0xa1; row <= 0xf7; row++) {
    if (row >= 0xaa && row <= 0xaf) continue;
    for (let cell = 0xa1; cell <= 0xfe; cell++) characters.push(decoder.decode(Uint8Array.of(row, cell)));
  }
  // Cells without a character are private use in the encoding.
  return characters.filter((character) => /^[^\p{Co}\ufffd]$/u.test(character));
}

beforeAll(() => buildFonts(), 60_000);

describe('GB2312', () => {
  it('is drawn whole by the families together', () => {
    const indexes = FALLBACK_FAMILIES.map(indexOf);
    const missing = gb2312().filter((character) =>
      indexes.every((index) => sliceOf(index, character.codePointAt(0)!) === undefined),
    );
    expect(missing.join('')).toBe('');
  });

  it('is nearly whole in each face of the seven names', () => {
    for (const family of built()) {
      const index = indexOf(family);
      const missing = gb2312().filter((character) => sliceOf(index, character.codePointAt(0)!) === undefined);
      expect(missing.length).toBeLessThan(200);
    }
  });
});

describe('slices', () => {
  it('are small fonts that have what the index says', () => {
    for (const family of built()) {
      const { runs } = indexOf(family);
      const slices = new Map<number, number[]>();
      for (let at = 0; at < runs.length; at += 3) {
        const [first = 0, last = 0, slice = 0] = runs.slice(at, at + 3);
        expect(last).toBeGreaterThanOrEqual(first);
        if (at > 0) expect(first).toBeGreaterThan(runs[at - 2]!);
        slices.set(slice, [...(slices.get(slice) ?? []), first, last]);
      }
      for (const [slice, codePoints] of [...slices].slice(0, 8)) {
        const bytes = readFileSync(new URL(`${family}/${slice}.ttf`, FONTS));
        expect(bytes.length).toBeLessThan(160_000);
        const reference = create(bytes);
        expect(codePoints.filter((codePoint) => reference.glyphForCodePoint(codePoint).id === 0)).toEqual([]);
      }
    }
  });

  it('that lack what the index says leave it to another family', async () => {
    const [family] = built() as [string];
    const index = indexOf(family);
    const lost = 0x10_fffd;
    const told = { ...index, runs: [...index.runs, lost, lost, 0] };
    const read = (path: string) => new Uint8Array(readFileSync(new URL(path, FONTS)));
    const asset = async (path: string) =>
      path === indexPath(family) ? new TextEncoder().encode(JSON.stringify(told)) : read(path);
    const caches = { indexes: byteCache<FamilyIndex>(1 << 20), slices: byteCache<Font>(1 << 20) };
    const face = await openFamily({ family }, { asset } as Partial<TextHost> as TextHost, caches);
    const found = await face!.find([0x41, lost, 0x42]);
    expect([...found.keys()].toSorted()).toEqual([0x41, 0x42]);
  });

  it('carry the licence of their family', () => {
    for (const family of built()) {
      expect(indexOf(family).license).toBe('OFL-1.1');
      const text = readFileSync(new URL(`${family}/LICENSE.txt`, FONTS), 'utf8');
      expect(text).toMatch(/SIL OPEN FONT LICENSE/i);
    }
  });
});

describe('sliceOf', () => {
  const index = {
    name: '',
    license: '',
    source: '',
    ascender: 1,
    descender: 0,
    runs: [10, 12, 0, 14, 14, 3],
  };

  it.each([
    [9, undefined],
    [10, 0],
    [12, 0],
    [13, undefined],
    [14, 3],
    [15, undefined],
  ])('code point %i is in slice %s', (codePoint, slice) => {
    expect(sliceOf(index, codePoint)).toBe(slice);
  });
});
