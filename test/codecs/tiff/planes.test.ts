import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basic, decode, type Field, numbers, writeTiff } from './files.ts';

const SIZE = { width: 5, height: 4 };
const PIXELS = SIZE.width * SIZE.height;

/** A kind of samples, by its name: how many bits, the tag `SampleFormat`, and how a value from 0 to 1 is written. */
const KINDS: Readonly<Record<string, [bits: number, format: number, write: (value: number) => number[]]>> = {
  '8 bits': [8, 1, (value) => [Math.round(value * 255)]],
  '16 bits': [16, 1, (value) => [...numbers(true, [2, Math.round(value * 65_535)])]],
  '16 bits, signed': [16, 2, (value) => [...numbers(true, [2, Math.round(value * 65_535) ^ 0x8000])]],
  '32 bits': [32, 1, (value) => [...numbers(true, [4, Math.round(value * 4_294_967_295)])]],
  'floats of 32 bits': [32, 3, (value) => [...new Uint8Array(Float32Array.of(value).buffer)]],
  'floats of 64 bits': [64, 3, (value) => [...new Uint8Array(Float64Array.of(value).buffer)]],
};

/** A picture of these samples, pixel by pixel: with those of a pixel together, or each plane in a strip or tile of its own. */
function picture(kind: string, samples: number, values: readonly number[], apart: boolean): Uint8Array {
  const [bits, format, write] = KINDS[kind]!;
  const colours = samples < 3 ? 1 : 3;
  const extra: Field[] = samples > colours ? [[338, 3, 2]] : [];
  const planes = apart
    ? Array.from({ length: samples }, (_, plane) => values.filter((_value, i) => i % samples === plane))
    : [values];
  return writeTiff({
    fields: [
      ...basic(SIZE, { photometric: colours === 1 ? 1 : 2, samples, bits }),
      [339, 3, ...Array.from({ length: samples }, () => format)],
      [284, 3, apart ? 2 : 1],
      ...extra,
    ],
    segments: planes.map((plane) => Uint8Array.from(plane.flatMap(write))),
  });
}

describe.each(Object.keys(KINDS))('planes apart, %s', (kind) => {
  it('make the picture that they make together, transparency included', async () => {
    const share = fc.integer({ min: 0, max: 64 }).map((part) => part / 64);
    const drawn = fc
      .integer({ min: 1, max: 4 })
      .chain((samples) =>
        fc.tuple(
          fc.constant(samples),
          fc.array(share, { minLength: PIXELS * samples, maxLength: PIXELS * samples }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(drawn, async ([samples, values]) => {
        const [together, apart] = [false, true].map((is) => picture(kind, samples, values, is));
        expect(await decode(apart!)).toEqual(await decode(together!));
      }),
      { numRuns: 25 },
    );
  });

  it('keep an alpha of a half as it is, whatever curve colours take', async () => {
    for (const apart of [false, true]) {
      const pixels = await decode(picture(kind, 2, Array<number>(PIXELS * 2).fill(0.5), apart));
      expect([127, 128]).toContain(pixels[3]);
    }
  });
});
