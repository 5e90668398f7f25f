import { describe, expect, it } from 'vitest';
import { toClusters } from '../../../src/text/layout/characters.ts';
import { toVisualOrder } from '../../../src/text/layout/order.ts';

const shown = (text: string): string =>
  toVisualOrder(toClusters(text))
    .map(({ base, marks }) => String.fromCodePoint(base, ...marks))
    .join('');

describe('toClusters', () => {
  it.each([
    ['abc', ['a', 'b', 'c']],
    ['e\u0301x', ['é', 'x']],
    ['x\u0301\u0302y', ['x\u0301\u0302', 'y']],
    ['\u0301a', ['\u0301', 'a']],
    ['a\nb\tc', ['a', ' ', 'b', ' ', 'c']],
    ['a\u200d\ufe0f\u202e\u0007b', ['a', 'b']],
    ['👍🏽', ['👍', '🏽']],
    ['が', ['が']],
    ['か\u3099', ['が']],
    ['', []],
  ])('%j', (text, clusters) => {
    expect(toClusters(text).map(({ base, marks }) => String.fromCodePoint(base, ...marks))).toEqual(clusters);
  });
});

describe('toVisualOrder', () => {
  it.each([
    ['plain text', 'Hello 图片', 'Hello 图片'],
    ['Hebrew', 'שלום', 'םולש'],
    ['marks stay with their letters', 'שׁלו', 'ולשׁ'],
    ['Hebrew inside Latin', 'abc שלום def', 'abc םולש def'],
    ['Latin inside Hebrew', 'שלום abc עולם', 'םלוע abc םולש'],
    ['numbers inside Hebrew', 'שלום 123', '123 םולש'],
    ['numbers before Hebrew in Latin', 'a 12 ש', 'a 12 ש'],
    ['brackets are turned round', '(שלום)', '(םולש)'],
    ['two words', 'שלום עולם', 'םלוע םולש'],
    ['Arabic', 'مرحبا', 'ابحرم'],
    ['punctuation at the end', 'שלום!', '!םולש'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected.normalize('NFC'));
  });
});
