/** An interlaced picture that is reduced while it comes, and ends early. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { collect } from '../raster/pictures.ts';
import { decoder, sourceOf, wishFor } from './decode.ts';

const SIZE = { width: 2503, height: 2001 };
/** Of two by two pixels. */
const CELLS = { width: 1252, height: 1001 };

it('has opaque cells everywhere: what nothing came for is as the cell on its left, or black in a row of none', async () => {
  const flat = sharp({ create: { ...SIZE, channels: 3, background: '#4d4d4d' } });
  const whole = await flat.png({ progressive: true, compressionLevel: 0 }).toBuffer();
  // Most of the first pass, which has every eighth pixel of every eighth row.
  const file = whole.subarray(0, 200_000);
  const source = sourceOf(file);
  const wish = wishFor(SIZE, undefined, { width: 601, height: 481 });
  expect(decoder.plan(source, wish)).toMatchObject({ ...CELLS, route: 'adam7 1/2' });
  const shown = new Uint32Array((await collect(decoder.decode(file, source, wish))).buffer);
  const rows = Array.from({ length: CELLS.height }, (_, y) => [
    ...new Set(shown.subarray(y * CELLS.width, (y + 1) * CELLS.width)),
  ]);
  const [grey, black] = [[0xff4d4d4d], [0xff000000]];
  for (const [y, colours] of rows.slice(0, 800).entries())
    expect(colours).toEqual(y % 4 === 0 ? grey : black);
  expect(rows.at(-1)).toEqual(black);
});
