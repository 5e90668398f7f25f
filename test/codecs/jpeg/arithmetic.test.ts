/** Frames in arithmetic coding (T.81 annexes D, F.1.4 and G.1.3). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARITHMETIC } from './arithmetic-files.ts';
import { decode, reference, sourceOf, wishFor, worst } from './support.ts';
import { eachOutside } from '../../support/outside.ts';

describe.each(ARITHMETIC)('%s', (name, file) => {
  it('equals libjpeg-turbo', async () => {
    expect(sourceOf(file)).toMatchObject({
      width: 29,
      height: 23,
      interlaced: name.startsWith('progressive'),
    });
    expect(worst(await decode(file), await reference(file))).toBeLessThanOrEqual(4);
  });

  it('gives the same picture when it is scaled as it is decoded', async () => {
    const size = { width: 10, height: 8 };
    const small = await decode(file, wishFor(sourceOf(file), { scale: size }));
    expect(worst(small, await reference(file, size))).toBeLessThan(60);
  });

  it('is shown as far as it comes, and never brings the decoder down', async () => {
    const whole = await decode(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: file.length - 1 }), fc.nat(255), async (at, byte) => {
        const broken = file.slice();
        broken[at] = byte;
        for (const bad of [broken, file.subarray(0, at)]) {
          const refused = (error: unknown) => expect(error).toMatchObject({ code: 'BadRequest' });
          await Promise.resolve()
            .then(() => decode(bad))
            .catch(refused);
        }
        expect(await decode(file)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a DAC segment', () => {
  const [, file] = ARITHMETIC[0]!;
  const scan = Buffer.from(file).indexOf(Uint8Array.of(0xff, 0xda));
  /** The file with these bytes of conditioning in front of its scan. */
  const conditioned = (...bytes: number[]) =>
    Buffer.concat([
      file.subarray(0, scan),
      Uint8Array.of(0xff, 0xcc, 0, 2 + bytes.length, ...bytes),
      file.subarray(scan),
    ]);

  it.each([
    [0x00, 0x00],
    [0x00, 0x11],
    [0x03, 0xf0],
    [0x03, 0xff],
    [0x10, 1],
    [0x13, 63],
  ])('may set table %i to %i', async (table, value) => {
    expect(await decode(conditioned(table, value))).toHaveLength(29 * 23 * 4);
  });

  it.each([
    [0x00, 0x01],
    [0x00, 0xef],
    [0x04, 0x10],
    [0x10, 0],
    [0x10, 64],
    [0x14, 5],
    [0x20, 5],
  ])('may not set table %i to %i', async (table, value) => {
    await expect(decode(conditioned(table, value))).rejects.toMatchObject({ code: 'BadRequest' });
  });
});

describe('frames nobody shows', () => {
  it.each([0xc3, 0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf])('SOF %i is refused as a format', (code) => {
    const file = ARITHMETIC[0]![1].slice();
    file[file.findIndex((byte, at) => byte === 0xff && file[at + 1] === 0xc9) + 1] = code;
    expect(() => sourceOf(file)).toThrow(
      expect.objectContaining({ code: 'BadRequest', detail: { ec: '0040-00000005' } }),
    );
  });
});

const conditioned = ['corpus/formats/test1.arith.jpg'];
eachOutside('%s, with a DAC segment of its own, equals libjpeg-turbo', conditioned, async (file) => {
  expect(worst(await decode(file), await reference(file))).toBeLessThanOrEqual(4);
});
