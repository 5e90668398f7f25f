/** Animations through the whole engine. */
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import type { Engine } from '../../../src/core/engine/engine.ts';
import { fakeMarks } from '../../core/ops/watermark/fakes.ts';
import { gifOf } from '../gif/files.ts';

const FRAMES = [1, 2, 3].map((indices, i) => ({
  place: { x: i * 4, y: 0, width: 20, height: 24 },
  indices,
  delay: 10 * (i + 1),
}));
const file = gifOf({ width: 32, height: 24 }, FRAMES, 4);

let engine: Engine;
beforeAll(async () => {
  engine = await nodeEngine();
});

async function made(chain: string): Promise<Buffer> {
  const job = {
    chain: engine.parse(`image/${chain}`),
    size: file.length,
    body: bodyOf(file),
    marks: fakeMarks(),
  };
  return Buffer.concat((await engine.render(job)).chunks);
}

describe('a moving GIF', () => {
  it.each([
    ['resize,w_16', 16, 12],
    ['resize,p_200', 64, 48],
    ['crop,w_10,h_9', 10, 9],
    ['rotate,90', 24, 32],
    ['rounded-corners,r_5/format,gif', 32, 24],
    ['quality,q_50', 32, 24],
    // `3x2` is the key.
    ['watermark,image_M3gy,animation_1', 32, 24],
  ])('keeps moving through %s', async (chain, width, height) => {
    const { pages, pageHeight, ...rest } = await sharp(await made(chain), { animated: true }).metadata();
    expect({ pages, width: rest.width, height: pageHeight }).toEqual({ pages: 3, width, height });
    expect({ delay: rest.delay, loop: rest.loop }).toEqual({ delay: [100, 200, 300], loop: 5 });
  });

  it.each(['jpg', 'png', 'bmp'])('stands still as %s', async (format) => {
    const result = await made(`format,${format}`);
    const first = await made('format,png');
    expect(result.length).toBeGreaterThan(50);
    if (format === 'bmp') return;
    expect(await sharp(result).metadata()).toMatchObject({ width: 32, height: 24 });
    expect((await sharp(first).ensureAlpha().raw().toBuffer()).subarray(0, 4)).toEqual(
      Buffer.from([30, 235, 70, 255]),
    );
  });

  it('tells its frames', async () => {
    expect(JSON.parse((await made('info')).toString())).toMatchObject({ FrameCount: { value: '3' } });
  });
});

describe('a moving GIF as WebP', () => {
  it.each(['format,webp', 'resize,w_16/format,webp', 'rotate,90/format,webp'])('moves: %s', async (chain) => {
    const { format, pages, delay, loop } = await sharp(await made(chain), { animated: true }).metadata();
    expect({ format, pages, delay, loop }).toEqual({
      format: 'webp',
      pages: 3,
      delay: [100, 200, 300],
      loop: 5,
    });
  });
});

describe('a moving WebP', () => {
  it.each(['webp', 'gif'])('moves as %s', async (format) => {
    const source = await made('format,webp');
    const wish = format === 'gif' ? 'format,gif' : 'resize,w_20';
    const job = { chain: engine.parse(`image/${wish}`), size: source.length, body: bodyOf(source) };
    const result = Buffer.concat((await engine.render(job)).chunks);
    const { pages, delay, ...rest } = await sharp(result, { animated: true }).metadata();
    // `gif` is only followed for GIF sources.
    expect({ format: rest.format, pages, delay }).toEqual({
      format: 'webp',
      pages: 3,
      delay: [100, 200, 300],
    });
  });
});
