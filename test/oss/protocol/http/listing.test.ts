import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareKeys } from '../../../../src/oss/protocol/http/listing.ts';

it('orders keys as their bytes lie', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '中', '\uFFFD', '\u{1F600}'), maxLength: 4 });
  fc.assert(
    fc.property(key, key, (one, other) => {
      expect(Math.sign(compareKeys(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
    }),
  );
});
