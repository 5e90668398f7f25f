/** Copies in lossless pictures that are written bit by bit (RFC 9649, section 3): from where they may take, and how much. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Size } from '../../../src/core/image/picture.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { decode } from './files.ts';

/** Pixels that are told one by one, then a copy. */
interface Told extends Size {
  readonly alone: number;
  /** The number that stands for the distance: from 121 on that many pixels more than 120, below it a place nearby. */
  readonly code: number;
  readonly length: number;
}

/** The red of pixel `i` of those that are told. */
const redOf = (i: number) => (i % 3 === 0 ? 200 : 10);

/** A number as a prefix symbol and the bits behind it. */
function prefixed(number: number): { symbol: number; extra: number; bits: number } {
  const value = number - 1;
  if (value < 4) return { symbol: value, extra: 0, bits: 0 };
  const bits = 30 - Math.clz32(value);
  return { symbol: 2 * (bits + 1) + ((value >> bits) & 1), extra: value & ((1 << bits) - 1), bits };
}

function fileOf({ width, height, alone, code, length }: Told): Uint8Array {
  const stream: number[] = [];
  const put = (value: number, bits: number) => {
    for (let i = 0; i < bits; i++) stream.push((value >>> i) & 1);
  };
  const oneSymbol = (symbol: number) => {
    put(0b101, 3);
    put(symbol, 8);
  };
  const [distance, run] = [prefixed(code), prefixed(length)];
  put(0x2f, 8);
  put(width - 1, 14);
  put(height - 1, 14);
  put(0, 4);
  // No transforms, no cache of colours, one group of codes.
  put(0, 3);
  // Green: 7, or a copy of this length. The lengths of codes have codes of two bits: of 0, of 1, and of runs of zeros.
  put(0, 5);
  for (let i = 0; i < 4; i++) put(2, 3);
  put(0, 1);
  const zeros = (count: number) => {
    let left = count;
    for (; left >= 11; left -= Math.min(left, 138)) {
      put(0b11, 2);
      put(Math.min(left, 138) - 11, 7);
    }
    for (; left > 0; left--) put(0b00, 2);
  };
  zeros(7);
  put(0b10, 2);
  zeros(248 + run.symbol);
  put(0b10, 2);
  zeros(23 - run.symbol);
  // Red: 10 or 200. Blue, alpha, and the distance.
  put(0b111, 3);
  put(10, 8);
  put(200, 8);
  oneSymbol(33);
  oneSymbol(255);
  oneSymbol(distance.symbol);
  for (let i = 0; i < alone; i++) {
    put(0, 1);
    put(redOf(i) === 200 ? 1 : 0, 1);
  }
  put(1, 1);
  put(run.extra, run.bits);
  put(distance.extra, distance.bits);
  const data = Buffer.alloc(Math.ceil(stream.length / 16) * 2);
  for (const [i, bit] of stream.entries()) data[i >> 3]! |= bit << (i & 7);
  const head = Buffer.from('RIFF0000WEBPVP8L0000', 'latin1');
  head.writeUInt32LE(data.length + 12, 4);
  head.writeUInt32LE(data.length, 16);
  return Buffer.concat([head, data]);
}

/** Columns to the left and rows up that the first numbers stand for, and the last one. */
const NEARBY: Readonly<Record<number, readonly [left: number, up: number]>> = {
  1: [0, 1],
  2: [1, 0],
  3: [1, 1],
  4: [-1, 1],
  5: [0, 2],
  6: [2, 0],
  7: [1, 2],
  8: [-1, 2],
  9: [2, 1],
  10: [-2, 1],
  120: [8, 7],
};

function distanceOf({ width, code }: Told): number {
  if (code > 120) return code - 120;
  const [left, up] = NEARBY[code]!;
  return Math.max(1, left + up * width);
}

async function expectCopy(told: Told): Promise<void> {
  const { width, height, alone, length } = told;
  const distance = distanceOf(told);
  const shown = await decode(fileOf(told)).catch((error: unknown) => error);
  if (distance > alone || alone + length > width * height) {
    expect(shown).toBeInstanceOf(ProcessError);
    expect(shown).toMatchObject({ status: 400 });
    return;
  }
  const reds = Array.from({ length: alone }, (_, i) => redOf(i));
  for (let i = alone; i < alone + length; i++) reds.push(reds[i - distance]!);
  const pixels = shown as Uint8Array;
  expect(pixels.filter((_, i) => i % 4 === 0)).toEqual(Uint8Array.from(reds));
  expect([...pixels.subarray(0, 4)]).toEqual([200, 7, 33, 255]);
}

const size = { width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) };

it('take from what is there, and fill no more than is left', async () => {
  const cases = fc.record(size).chain(({ width, height }) => {
    const pixels = width * height;
    return fc.integer({ min: 0, max: pixels - 1 }).chain((alone) =>
      fc.record<Told>({
        width: fc.constant(width),
        height: fc.constant(height),
        alone: fc.constant(alone),
        code: fc.oneof(
          fc.constantFrom(alone, alone + 1, alone + 2).map((back) => 120 + Math.max(1, back)),
          fc.constantFrom(...Object.keys(NEARBY).map(Number)),
        ),
        // All that is left, or one more.
        length: fc.constantFrom(pixels - alone, pixels - alone + 1),
      }),
    );
  });
  await fc.assert(
    fc.asyncProperty(cases, (told) => expectCopy(told)),
    { numRuns: 300 },
  );
});

it.each([
  ['the very first pixel', { alone: 1, code: 121, length: 11 }],
  ['one before it', { alone: 1, code: 122, length: 11 }],
  ['nothing, at the beginning', { alone: 0, code: 121, length: 12 }],
  ['one before it, in the last row', { alone: 9, code: 130, length: 3 }],
  ['far before it', { alone: 9, code: 1 << 20, length: 3 }],
  ['a pixel, once too often', { alone: 9, code: 121, length: 4 }],
])('take %s', async (_, told) => {
  await expectCopy({ width: 4, height: 3, ...told });
});
