/** JPEGs of odd sides that are turned in their planes: a sample of chroma stands for two pixels, and the last is left alone. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { fakeMarks } from '../../core/ops/watermark/fakes.ts';

/** Colours that change by what is seen when they lie half a pixel off. */
function hues({ width, height }: Size): Uint8Array {
  const samples = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    samples[3 * i] = 128 + 100 * Math.sin(x / 6);
    samples[3 * i + 1] = 128 + 100 * Math.sin(y / 7);
    samples[3 * i + 2] = 128 + 100 * Math.cos((x + y) / 9);
  }
  return samples;
}

/** How far the turned picture is from sharp's, on average. */
async function error(size: Size, orientation: number): Promise<number> {
  const engine = await nodeEngine();
  const file = await sharp(hues(size), { raw: { ...size, channels: 3 } })
    .withMetadata({ orientation })
    .jpeg({ quality: 98 })
    .toBuffer();
  const job = {
    chain: engine.parse('image/auto-orient,1/quality,q_98'),
    size: file.length,
    body: bodyOf(file),
    marks: fakeMarks(),
  };
  const { plan, chunks } = await engine.render(job);
  expect(plan?.turning.isNative).toBe(true);
  const found = await sharp(Buffer.concat(chunks)).raw().toBuffer();
  const { data, info } = await sharp(file).autoOrient().raw().toBuffer({ resolveWithObject: true });
  expect(plan?.size).toEqual({ width: info.width, height: info.height });
  return data.reduce((sum, value, i) => sum + Math.abs(value - found[i]!), 0) / data.length;
}

it.each([3, 4, 5, 6, 7, 8])(
  'have their colours where even ones have them: orientation %i',
  async (orientation) => {
    const even = await error({ width: 126, height: 94 }, orientation);
    const sides = [
      [125, 94],
      [126, 93],
      [125, 93],
    ] as const;
    for (const [width, height] of sides) {
      const odd = await error({ width, height }, orientation);
      expect(odd, `${width} x ${height}`).toBeLessThan(even * 1.15);
    }
  },
);
