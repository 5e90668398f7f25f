import { describe, expect, it } from 'vitest';
import {
  collectPicture,
  createRowWriter,
  heldPicture,
  mapBands,
  pixelOf,
  pixelsOf,
  release,
} from '../../../src/core/image/bands.ts';
import { isGrey } from '../../../src/core/image/colour.ts';
import { bandBytes, rowsPerBand } from '../../../src/core/image/picture.ts';
import { bandSign, chunkSign, workOf } from '../../../src/core/image/sign.ts';
import { flowing, scene } from '../support/pictures.ts';

type Rgba = [number, number, number, number];

describe('pixels as numbers', () => {
  const bytes = Uint8ClampedArray.from([9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]);

  it.each([
    [4, true, [1, 2, 3, 4, 5, 6, 7, 8]],
    [5, false, [2, 3, 4, 5, 6, 7, 8, 9]],
    [6, false, [3, 4, 5, 6, 7, 8, 9, 9]],
  ])('at byte %i share their memory: %s', (start, shared, expected) => {
    const band = bytes.subarray(start, start + 8);
    const pixels = pixelsOf(band);
    expect([...pixels]).toEqual([0, 4].map((at) => pixelOf(...(expected.slice(at, at + 4) as Rgba))));
    expect(pixels.buffer === band.buffer).toBe(shared);
  });
});

describe('bands', () => {
  it.each([
    [1, 16_384],
    [100, 163],
    [5461, 3],
    [8192, 2],
    [8193, 1],
    [16_384, 1],
    [30_000, 1],
  ])('of %i pixels a row have %i rows', (width, rows) => {
    expect(rowsPerBand(width)).toBe(rows);
    expect(bandBytes(width)).toBe(rows * width * 4);
  });

  it.each([
    [1, [4]],
    [2, [8]],
    [3, [12]],
    [4, [12, 4]],
    [6, [12, 12]],
  ])('of a picture that is held, %i rows of 5461 pixels: %j', async (height, pixelsOfBands) => {
    const size = { width: 5461, height };
    const given: number[] = [];
    const pixels = new Uint8ClampedArray(size.width * height * 4);
    for await (const band of heldPicture(size, true, pixels).bands()) given.push(band.length);
    expect(given).toEqual(pixelsOfBands.map((bytes) => bytes * 5461));
  });

  it('are told their first row where they are changed', async () => {
    const picture = flowing(scene({ width: 4, height: 7 }), { rows: [2, 3, 2] });
    const rows: number[] = [];
    const changed = mapBands(picture, (band, row) => {
      rows.push(row);
      band.fill(row);
    });
    expect([...(await collectPicture(changed))]).toEqual(
      [0, 0, 2, 2, 2, 5, 5].flatMap((row) => Array(16).fill(row)),
    );
    expect(rows).toEqual([0, 2, 5]);
  });

  it('that are released hold nothing', () => {
    const band = new Uint8ClampedArray(8);
    release(band.subarray(4));
    expect(band.byteLength).toBe(0);
    expect(band.buffer.byteLength).toBe(0);
  });
});

describe('a writer of rows', () => {
  it.each([
    [2, 2],
    [3, 3],
    [4, 3],
  ])('for %i rows of 5461 pixels is full with %i', (height, most) => {
    const writer = createRowWriter({ width: 5461, height });
    for (let time = 0; time < 2; time++) {
      expect([writer.empty, writer.full]).toEqual([true, false]);
      for (let row = 0; row < most; row++) {
        expect(writer.full).toBe(false);
        expect(writer.next()).toBe(row * 5461 * 4);
        expect(writer.empty).toBe(false);
      }
      expect(writer.full).toBe(true);
      expect(writer.take().length).toBe(most * 5461 * 4);
    }
  });
});

it('signs are empty and tell their work; what is none tells nothing', () => {
  expect([bandSign(1.5), chunkSign(0)].map((sign) => [sign.length, workOf(sign)])).toEqual([
    [0, 1.5],
    [0, 0],
  ]);
  expect(workOf(new Uint8Array())).toBeUndefined();
});

it.each([
  [1, 1, 1, true],
  [1, 2, 2, false],
  [2, 1, 2, false],
  [2, 2, 1, false],
])('%i, %i, %i is grey: %s', (red, green, blue, grey) => {
  expect(isGrey({ red, green, blue })).toBe(grey);
});
