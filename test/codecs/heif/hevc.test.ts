/** The HEVC kernel makes the samples that another decoder makes, to the bit. */
import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../../src/codecs/heif/configuration.ts';
import { decodeHevc, type HevcPicture, type Plane } from '../../../src/codecs/heif/hevc/decode.ts';
import type { HevcExports } from '../../../src/codecs/heif/hevc/kernel.ts';
import { nalUnits } from '../../../src/codecs/heif/hevc/parameter-sets.ts';
import { readPicture } from '../../../src/codecs/heif/picture.ts';
import { KEEP_BYTES, keepInstance } from '../../../src/codecs/instance.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';
import { decodeReference, type ReferencePicture } from './libde265.ts';
import { STREAMS } from './streams.ts';
import { unitsOf } from './units.ts';

const LIMIT = 1 << 29;
/** Coded pictures of a file of others that are looked at. */
const MOST_TILES = 2;

const module = await (await loadModules()).hevc!();
const kept = keepInstance<HevcExports>(module, [], KEEP_BYTES);
const streams = Object.entries(STREAMS).map(([name, text]) => [name, unitsOf(text)] as const);

describe('a picture', () => {
  it.each(streams)('of %s', (_, units) => {
    const picture = decodeHevc(kept, units, LIMIT)!;
    expect(picture).toMatchObject({ width: 88, height: 72 });
    expectEqual(picture, decodeReference(units)!);
  });

  eachOutside('of %s', outsideFiles('corpus/heif'), (file) => {
    const picture = readPicture(file, true);
    if (!picture || picture === 'more') throw new Error('it shows no picture');
    for (const coded of picture.colour.tiles.slice(0, MOST_TILES)) {
      const units = [...nalUnits(configurationOf(coded)!.data, coded.bytes()!)];
      expectEqual(decodeHevc(kept, units, LIMIT)!, decodeReference(units)!);
    }
  });

  it('follows any other in the same memory', () => {
    const alone = streams.map(([, units]) => digest(decodeHevc(fresh(), units, LIMIT)!));
    const turned = streams.toReversed().map(([, units]) => digest(decodeHevc(kept, units, LIMIT)!));
    expect(turned.toReversed()).toEqual(alone);
  });
});

describe('what shows no picture', () => {
  const [[, units]] = streams as [(typeof streams)[0]];

  it.each([
    ['nothing', []],
    ['no parameter sets', units.slice(-1)],
    ['no slices', units.slice(0, -1)],
    ['a slice that is not of type I', [...units.slice(0, -1), withByte(units.at(-1)!, 2, 0b1010_0100)]],
    ['another layer', units.map((unit) => withByte(unit, 1, 0b1001))],
  ])('%s', (_, data) => {
    expect(decodeHevc(kept, data, LIMIT)).toBeUndefined();
  });

  it('a picture for which there is no room', () => {
    expect(decodeHevc(fresh(), units, 100_000)).toBeUndefined();
    expect(decodeHevc(fresh(), units, 1_000_000)).toBeDefined();
  });
});

it('what data ends before is black', () => {
  const [, units] = streams.find(([name]) => name.startsWith('10 bits'))!;
  const whole = decodeHevc(fresh(), units, LIMIT)!;
  const slice = units.at(-1)!;
  const cut = decodeHevc(kept, [...units.slice(0, -1), slice.subarray(0, slice.length / 2)], LIMIT)!;
  expect([...cut.plane(0).samples.subarray(0, 8)]).toEqual([...whole.plane(0).samples.subarray(0, 8)]);
  expect(cut.plane(0).samples.at(-1)).toBe(0);
  expect(cut.plane(1).samples.at(-1)).toBe(512);
});

it('an instance that has grown beyond what is kept is given up', () => {
  const grown = fresh();
  grown.use().memory.grow(KEEP_BYTES / 65_536 + 1);
  grown.dropLarge();
  expect(grown.bytes).toBe(0);
});

function fresh() {
  return keepInstance<HevcExports>(module, [], KEEP_BYTES);
}

function withByte(unit: Uint8Array, at: number, byte: number): Uint8Array {
  return unit.with(at, byte);
}

/** Compares all samples shown, row by row. */
function expectEqual(ours: HevcPicture, theirs: ReferencePicture): void {
  expect([ours.width, ours.height, ours.chroma]).toEqual([theirs.width, theirs.height, theirs.chroma]);
  for (const [channel, size] of sizesOf(ours).entries()) {
    expect(rowsOf(ours.plane(channel), size).equals(rowsOf(theirs.plane(channel), size))).toBe(true);
  }
}

function sizesOf({ width, height, chroma }: HevcPicture): (readonly [number, number])[] {
  const other = [chroma < 3 ? width / 2 : width, chroma < 2 ? height / 2 : height] as const;
  return chroma === 0 ? [[width, height]] : [[width, height], other, other];
}

function rowsOf({ samples, stride }: Plane, [width, height]: readonly [number, number]): Buffer {
  const rows = Array.from({ length: height }, (_, y) => samples.subarray(y * stride, y * stride + width));
  return Buffer.concat(rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength)));
}

function digest(picture: HevcPicture): string[] {
  return sizesOf(picture).map((size, channel) => rowsOf(picture.plane(channel), size).toString('base64'));
}
