import { expect, it } from 'vitest';
import type { Output } from '../../../src/core/spec/output.ts';
import { picture } from '../raster/pictures.ts';
import { encoded, freshEncoder, JPG, scene } from './encode-pictures.ts';

const SIZES = [
  { width: 100, height: 75 },
  { width: 800, height: 600 },
  { width: 2000, height: 1500 },
  { width: 16_384, height: 40 },
];
const OUTPUTS: Partial<Output>[] = [
  { quality: 50 },
  { quality: 80 },
  { quality: 95 },
  { quality: 80, interlace: true },
  { quality: 80, grey: true },
];
const CASES = [
  ...SIZES.flatMap((size) => OUTPUTS.map((output) => ({ ...size, ...output, tuned: false }))),
  ...OUTPUTS.map((output) => ({ ...SIZES[1]!, ...output, tuned: true })),
];

it.each(CASES)(
  'the plan holds, and is no more than half too much: %j',
  async ({ width, height, tuned, ...rest }) => {
    const size = { width, height };
    const output = { ...JPG, ...rest };
    const { encoder, kernel } = freshEncoder({ tuned });
    const file = await encoded(encoder, picture(scene(size, 24), size, true), output);
    const measured = kernel.bytes + file.length;
    const planned = encoder.peakBytes(size, output, true);
    expect(planned).toBeGreaterThanOrEqual(measured);
    expect(planned).toBeLessThanOrEqual(measured * 1.5);
  },
);
