import { expect, it } from 'vitest';
import { byteCache } from '../../src/text/cache.ts';

it('keeps what was used last, under a bound of bytes', () => {
  const cache = byteCache<number>(100);
  cache.put('a', 1, 40);
  cache.put('b', 2, 40);
  expect(cache.get('a')).toBe(1);
  cache.put('c', 3, 40);
  expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.bytes]).toEqual([1, undefined, 3, 80]);
});

it('counts a key that is put again once, and does not keep what is too large', () => {
  const cache = byteCache<number>(100);
  cache.put('a', 1, 60);
  cache.put('a', 2, 80);
  expect([cache.get('a'), cache.bytes]).toEqual([2, 80]);
  cache.put('b', 3, 101);
  expect([cache.get('a'), cache.get('b'), cache.bytes]).toEqual([2, undefined, 80]);
  cache.put('a', 4, 101);
  expect([cache.get('a'), cache.bytes]).toEqual([undefined, 0]);
});
