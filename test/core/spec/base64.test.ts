import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBase64, writeBase64 } from '../../../src/core/spec/base64.ts';

it('writes what Node writes and reads it back, in every spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const text = writeBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      const standard = Buffer.from(bytes).toString('base64');
      for (const spelling of [text, standard, standard.replaceAll('+', ' ')]) {
        expect(readBase64(spelling)).toEqual(Uint8Array.from(bytes));
      }
    }),
  );
});

it.each(['a', 'abcde', 'ab.c', 'ab===', 'é', 'ab\n'])('refuses %j', (text) => {
  expect(readBase64(text)).toBeUndefined();
});
