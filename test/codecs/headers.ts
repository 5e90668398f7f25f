/** What every format promises of its header, whatever the format. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Codec } from '../../src/codecs/codec.ts';
import { ProcessError } from '../../src/core/spec/error.ts';
import type { Source } from '../../src/core/spec/source.ts';

/** What the header of a whole file says. */
export function headerOf<D>(codec: Codec<D>, file: Uint8Array): Source<D> {
  const source = codec.readHeader(file, file.length);
  if (source === 'more') throw new Error('the whole file is not enough');
  return source;
}

/** Any beginning of the file tells the same as all of it, or asks for more. */
export function expectPatience(codec: Codec, file: Uint8Array): void {
  const all = headerOf(codec, file);
  for (let length = 32; length < file.length; length += 1 + (length >> 6)) {
    const told = codec.readHeader(file.subarray(0, length), file.length);
    if (told !== 'more') expect(told).toEqual(all);
  }
}

/** Whatever is done to the file, the header is read or refused in the caller's terms. */
export function expectCalm(codec: Codec, file: Uint8Array): void {
  const damage = fc.record({
    at: fc.nat(Math.min(file.length, 200) - 1),
    byte: fc.nat(255),
    length: fc.integer({ min: 4, max: file.length }),
  });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      const broken = Uint8Array.from(file.subarray(0, damages[0]?.length));
      for (const { at, byte } of damages) if (at < broken.length) broken[at] = byte;
      try {
        const source = codec.readHeader(broken, broken.length);
        expect(source).toMatchObject({ format: codec.format });
        expect(source).toSatisfy(
          ({ width, height, frames }: Source) => width > 0 && height > 0 && frames > 0,
        );
      } catch (error) {
        if (!(error instanceof ProcessError)) throw error;
        expect(error.status).toBe(400);
      }
    }),
    { numRuns: 500 },
  );
}
