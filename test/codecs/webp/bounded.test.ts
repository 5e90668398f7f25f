import { expect, it } from 'vitest';
import { boundedBy } from '../../../src/codecs/webp/encode-kernel.ts';

it('takes as many bytes as a result may have, and no more', () => {
  const pieces: Uint8Array[] = [];
  const take = boundedBy(5, pieces);
  for (const length of [2, 0, 3]) take(new Uint8Array(length));
  expect(pieces.map(({ length }) => length)).toEqual([2, 0, 3]);
  expect(() => take(new Uint8Array(1))).toThrow(expect.objectContaining({ code: 'ImageTooLarge' }));
});
