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
      // Two neighbours that would fit into one piece are one.
      for (const [i, size] of sizes.slice(1).entries()) expect(size + sizes[i]!).toBeGreaterThan(65_536);
    }),
  );
});

it('keeps a large piece, and one that is alone, where they are', () => {
  const [large, small] = [new Uint8Array(70_000), new Uint8Array(5)];
  const gatherer = createGatherer();
  gatherer.add(large);
  gatherer.add(small);
  const pieces = gatherer.pieces();
  expect(pieces[0]).toBe(large);
  expect(pieces[1]).toBe(small);
});
