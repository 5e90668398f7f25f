import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/text/bytes/table.ts';
import { chooseInstance } from '../../../src/text/sfnt/axes.ts';
import { interpolateDeltas } from '../../../src/text/sfnt/interpolate.ts';
import { readItemVariations } from '../../../src/text/sfnt/item-variations.ts';
import { readDeltas, readPointNumbers } from '../../../src/text/sfnt/packed.ts';
import { ascii, u16, u32 } from '../support/fonts.ts';

const table = (...bytes: number[]) => tableOf(Uint8Array.from(bytes));

describe('packed numbers', () => {
  it.each([
    ['all points', [0], undefined],
    ['bytes, each from the one before', [3, 2, 5, 1, 10], [5, 6, 16]],
    ['words', [2, 0x81, 1, 0, 0, 5], [256, 261]],
    ['two runs', [3, 0, 9, 1, 1, 1], [9, 10, 11]],
    ['a count of two bytes', [0x80, 1, 0, 7], [7]],
  ])('reads %s', (_, bytes, points) => {
    expect(readPointNumbers({ table: table(...bytes), at: 0 })).toEqual(points);
  });

  it('reads runs of zeros, bytes and words', () => {
    const cursor = { table: table(0x82, 0x01, 5, 0xfb, 0x40, 0xff, 0x00, 99), at: 0 };
    expect(readDeltas(cursor, 6)).toEqual([0, 0, 0, 5, -5, -256]);
    expect(cursor.at).toBe(7);
  });

  it('refuses a run that is longer than its list', () => {
    expect(() => readPointNumbers({ table: table(1, 1, 1, 1), at: 0 })).toThrow('too long');
  });
});

describe('inferred deltas', () => {
  const infer = (place: number[], given: Record<number, number>, ends: number[]): number[] => {
    const deltas = place.map((_, index) => given[index] ?? 0);
    interpolateDeltas(
      deltas,
      place.map((_, index) => index in given),
      place,
      ends,
    );
    return deltas;
  };

  it.each([
    ['one named point moves its contour', [0, 5, 9], { 1: 4 }, [2], [4, 4, 4]],
    ['between two points in proportion', [0, 5, 10], { 0: 0, 2: 10 }, [2], [0, 5, 10]],
    ['beyond them with the nearer one', [0, -5, 10, 15], { 0: 2, 2: 6 }, [3], [2, 2, 6, 6]],
    ['not at all in a contour without named points', [0, 1, 5, 6], { 0: 3 }, [1, 3], [3, 3, 0, 0]],
    ['phantom points stay', [0, 10, 7], { 0: 3, 1: 3 }, [1], [3, 3, 0]],
    ['equal places with different deltas', [5, 5, 5], { 0: 1, 2: 2 }, [2], [1, 0, 2]],
  ] as const)('%s', (_, place, given, ends, deltas) => {
    expect(infer([...place], given, [...ends])).toEqual(deltas);
  });
});

describe('chooseInstance', () => {
  const axis = (tag: string, min: number, fallback: number, max: number): number[] => [
    ...ascii(tag),
    ...u32(min * 65_536, fallback * 65_536, max * 65_536),
    ...u16(0, 0),
  ];
  const fvar = table(
    ...u16(1, 0, 16, 2, 2, 20, 0, 0),
    ...axis('wght', 100, 200, 900),
    ...axis('wdth', 50, 100, 200),
  );
  const half = 0x2000;
  const one = 0x4000;
  const avar = table(
    ...u16(1, 0, 0, 2),
    ...u16(4, -one & 0xffff, -one & 0xffff, 0, 0, half, one / 4, one, one),
    ...u16(0),
  );

  it.each([
    ['the default', {}, [0, 0]],
    ['a share of the way up', { wght: 550 }, [0.5, 0]],
    ['a share of the way down', { wght: 150, wdth: 75 }, [-0.5, -0.5]],
    ['no further than the end', { wght: 2000, wdth: 0 }, [1, -1]],
  ])('finds %s', (_, values, instance) => {
    expect(chooseInstance(new Map([['fvar', fvar]]), values)).toEqual(instance);
  });

  it.each([
    [{ wght: 550 }, 0.25],
    [{ wght: 375 }, 0.125],
    [{ wght: 725 }, 0.625],
    [{ wght: 900 }, 1],
    [{ wght: 100 }, -1],
  ])('bends %j as avar says', (values, place) => {
    expect(
      chooseInstance(
        new Map([
          ['fvar', fvar],
          ['avar', avar],
        ]),
        values,
      )?.[0],
    ).toBeCloseTo(place, 5);
  });

  it('has nothing to choose in a font that does not vary', () => {
    expect(chooseInstance(new Map(), { wght: 400 })).toBeUndefined();
  });
});

describe('readItemVariations', () => {
  const one = 0x4000;
  const minus = (value: number): number => -value & 0xffff;
  // One axis; region 0 rises to 1, region 1 to -1.
  const regions = [...u16(1, 2), ...u16(0, one, one), ...u16(minus(one), minus(one), 0)];
  // Two rows of a word for region 1 and a byte for region 0.
  const rows = [...u16(2, 1, 2, 1, 0), ...u16(300), 10, ...u16(minus(300)), 0xf6];
  const store = table(...u16(1), ...u32(12), ...u16(1), ...u32(12 + regions.length), ...regions, ...rows);

  it.each([
    [[0], 0, 0, 0],
    [[0.5], 0, 0, 5],
    [[1], 0, 1, -10],
    [[-1], 0, 0, 300],
    [[-0.5], 0, 1, -150],
    [[1], 0, 2, 0],
    [[1], 1, 0, 0],
  ])('at %j, set %i, %i adds %f', (instance, outer, inner, value) => {
    expect(readItemVariations(store, instance)(outer, inner)).toBeCloseTo(value, 9);
  });
});
