import { describe, expect, it } from 'vitest';
import { joinArabic } from '../../../src/text/layout/arabic.ts';
import { toClusters } from '../../../src/text/layout/characters.ts';
import type { Face } from '../../../src/text/layout/face.ts';

/** A face that has every character but these. */
function faceWithout(missing = ''): Face {
  return {
    ascender: 1,
    descender: 0,
    find: (codePoints) => {
      const own = codePoints.filter((codePoint) => !missing.includes(String.fromCodePoint(codePoint)));
      return Promise.resolve(new Map(own.map((codePoint) => [codePoint, { font: {} as never, glyph: 1 }])));
    },
    missing: () => Promise.reject(new Error('not asked')),
  };
}

async function joined(text: string, missing = ''): Promise<string> {
  const clusters = await joinArabic(toClusters(text), faceWithout(missing));
  return clusters.map(({ base, marks }) => String.fromCodePoint(base, ...marks)).join('');
}

describe('joinArabic', () => {
  it.each([
    ['a letter alone', 'ب', 'ب'],
    ['initial, medial, final', 'ببب', '\ufe91\ufe92\ufe90'],
    ['a letter that joins only before', 'باب', '\ufe91\ufe8eب'],
    ['two words', 'بب بب', '\ufe91\ufe90 \ufe91\ufe90'],
    ['lam and alef as one', 'لا', '\ufefb'],
    ['lam and alef after a letter', 'بلا', '\ufe91\ufefc'],
    ['a stroke between', 'بـب', '\ufe91ـ\ufe90'],
    ['marks in between', 'بَب', '\ufe91\u064e\ufe90'],
    ['marks on lam and alef', 'لَا', '\ufefb\u064e'],
    ['letters of Persian', 'پچ', '\ufb58\ufb7b'],
    ['Latin beside it', 'aبب', 'a\ufe91\ufe90'],
    ['no Arabic at all', 'abc', 'abc'],
  ])('%s', async (_, text, expected) => {
    expect(await joined(text)).toBe(expected);
  });

  it('leaves a letter as it is when the font lacks its form', async () => {
    expect(await joined('ببب', '\ufe92')).toBe('\ufe91ب\ufe90');
    expect(await joined('لا', '\ufefb')).toBe('\ufedf\ufe8e');
  });
});
