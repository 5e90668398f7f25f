import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGatherer, joined } from '../../../src/core/image/bytes.ts';

it('gathers bytes in few pieces, none of them empty, in their order', () => {
  const lengths = fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 100_000 })));
  fc.assert(
    fc.property(lengths, (each) => {
      const given = each.map((length, i) => new Uint8Array(length).fill(i + 1));
      const gatherer = createGatherer();
      for (const piece of given) gatherer.add(piece);
      const pieces = gatherer.pieces();
      expect(Buffer.compare(joined(pieces), Buffer.concat(given))).toBe(0);
      const sizes = pieces.map(({ length }) => length);
      expect(sizes).not.toContain(0);
      // Two neighbours that would fit into one piece are one, and nothing larger was put together.
      for (const [i, size] of sizes.slice(1).entries()) expect(size + sizes[i]!).toBeGreaterThan(65_536);
      for (const piece of pieces)
        expect(piece.length <= 65_536 || given.some((each) => each === piece)).toBe(true);
    }),
  );
});

it.each([
  [[65_535, 1], [65_536]],
  [
    [65_536, 1],
    [65_536, 1],
  ],
  [
    [40_000, 25_536, 1, 2],
    [65_536, 3],
  ],
])('pieces of %j become %j', (given, gathered) => {
  const gatherer = createGatherer();
  for (const length of given) gatherer.add(new Uint8Array(length));
  expect(gatherer.pieces().map(({ length }) => length)).toEqual(gathered);
});

it('keeps a large piece, and one that is alone, where they are', () => {
  const [large, small] = [new Uint8Array(70_000), new Uint8Array(5)];
  const gatherer = createGatherer();
  for (const piece of [new Uint8Array(), large, small, new Uint8Array()]) gatherer.add(piece);
  const pieces = gatherer.pieces();
  expect(pieces[0]).toBe(large);
  expect(pieces[1]).toBe(small);
});
