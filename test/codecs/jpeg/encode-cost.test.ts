import { describe, expect, it } from 'vitest';
import { mozjpegEncoder } from '../../../src/codecs/jpeg/mozjpeg.ts';
import { freshEncoder, JPG } from './encode-pictures.ts';

const MEGAPIXEL = { width: 1000, height: 1000 };
const unused = () => Promise.reject(new Error('No picture is encoded here.'));

/** Reference milliseconds of a megapixel of unknown bits, of one bit a pixel and of three: `npm run bench:cost` holds them to what is measured. */
describe('a megapixel costs what its bits do', () => {
  it.each([
    ['plain', freshEncoder().encoder, false, [4, 4, 4]],
    ['interlaced', freshEncoder().encoder, true, [16, 16, 42]],
    ['tuned', freshEncoder({ tuned: true }).encoder, false, [8, 8, 8]],
    ['tuned and interlaced', freshEncoder({ tuned: true }).encoder, true, [20, 20, 46]],
    ['of mozjpeg', mozjpegEncoder(unused), false, [92, 92, 204]],
    ['of mozjpeg, interlaced', mozjpegEncoder(unused), true, [184, 184, 360]],
  ] as const)('%s', (_, encoder, interlace, expected) => {
    const costs = [undefined, 1, 3].map((bitsPerPixel) =>
      encoder.cost(MEGAPIXEL, { ...JPG, interlace, bitsPerPixel }, true),
    );
    for (const [i, cost] of costs.entries()) expect(cost).toBeCloseTo(expected[i]!, 6);
  });
});
