/** Animations through the whole engine. */
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import type { Engine } from '../../../src/core/engine/engine.ts';
import { fakeMarks } from '../../core/ops/watermark/fakes.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { gifOf } from '../gif/files.ts';
import { headerOf } from '../headers.ts';
import { apngOf } from '../png/files.ts';

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

describe('a moving PNG', () => {
  it.each(['webp', 'gif'])('moves as %s, and stands still as PNG unless that is wanted', async (format) => {
    const moving = apngOf({ width: 32, height: 24 }, [
      { place: { x: 0, y: 0, width: 32, height: 24 }, colour: [9, 200, 30, 255] },
      { place: { x: 4, y: 4, width: 20, height: 12 }, colour: [90, 20, 30, 255], delay: [1, 2] },
    ]);
    const run = async (maker: Engine, chain: string) => {
      const job = { chain: maker.parse(`image/${chain}`), size: moving.length, body: bodyOf(moving) };
      return Buffer.concat((await maker.render(job)).chunks);
    };
    const { pages, delay, ...rest } = await sharp(await run(engine, `resize,w_20/format,${format}`), {
      animated: true,
    }).metadata();
    expect({ format: rest.format, pages, delay }).toEqual({ format, pages: 2, delay: [100, 500] });
    expect((await run(engine, 'resize,w_20')).includes('acTL')).toBe(false);
    const kept = await nodeEngine({ animatedPng: true });
    const again = await run(kept, 'rotate,90');
    expect(headerOf(createCodecs(await loadModules()).get('png')!, again)).toMatchObject({
      width: 24,
      height: 32,
      frames: 2,
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
    expect({ format: rest.format, pages, delay }).toEqual({
      format,
      pages: 3,
      delay: [100, 200, 300],
    });
  });
});
