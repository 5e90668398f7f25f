import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Size } from '../../../src/core/image/picture.ts';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import { libavifQuality } from '../../../src/codecs/heif/encoder.ts';
import { planTiles } from '../../../src/codecs/heif/encode-tiles.ts';
import { photograph } from '../whole/photograph.ts';
import { show } from './decode.ts';

const engine = await nodeEngine();

async function render(file: Uint8Array, text: string): Promise<Uint8Array> {
  const { chunks } = await engine.render({
    chain: engine.parse(`image/${text}`),
    size: file.length,
    body: bodyOf(file),
  });
  return new Uint8Array(Buffer.concat(chunks));
}

const png = async (size: Size) => new Uint8Array(await photograph(size).png().toBuffer());

describe('AVIF encoder', () => {
  it.each([
    { width: 1, height: 1 },
    { width: 37, height: 29 },
    { width: 640, height: 480 },
    { width: 1025, height: 513 },
    { width: 1201, height: 802 },
  ])('writes %o as libvips and this service read it', async (size) => {
    const source = await png(size);
    const file = await render(source, 'quality,Q_90/format,avif');
    const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([size.width, size.height]);
    const before = await sharp(source).removeAlpha().raw().toBuffer();
    const error = data.reduce((sum, level, at) => sum + (level - before[at]!) ** 2, 0) / data.length;
    expect(10 * Math.log10(65_025 / error)).toBeGreaterThan(30);
    const { size: shown, source: header } = await show(file);
    expect(shown).toEqual(size);
    expect(header).toMatchObject({ format: 'avif', alpha: false });
  });

  it.each([
    { width: 64, height: 40 },
    { width: 1031, height: 520 },
  ])('keeps transparency of %o, in tiles with none as well', async ({ width, height }) => {
    const raw = Buffer.alloc(width * height * 4, 180);
    for (let i = 0; i < width * height; i++) raw[i * 4 + 3] = i % width < width / 4 ? 90 : 255;
    const source = await sharp(raw, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer();
    const file = await render(new Uint8Array(source), 'format,avif');
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels: 4 });
    expect(data[3]).toBeCloseTo(90, -1);
    expect(data[(width - 2) * 4 + 3]).toBeGreaterThan(250);
    expect(data.at(-1)).toBeGreaterThan(250);
  });

  it('keeps the profile', async () => {
    const source = await photograph({ width: 1100, height: 600 }).withIccProfile('p3').png().toBuffer();
    const file = await render(new Uint8Array(source), 'format,avif');
    const { icc } = await sharp(file).metadata();
    expect(icc).toEqual((await sharp(source).metadata()).icc);
  });

  it('costs more bytes at every higher quality, as libavif is asked for more', async () => {
    const source = await png({ width: 320, height: 240 });
    let before = 0;
    for (const quality of [10, 30, 50, 70, 80, 90, 100]) {
      const { length } = await render(source, `quality,Q_${quality}/format,avif`);
      expect(length).toBeGreaterThan(before);
      before = length;
    }
    expect([1, 30, 60, 80, 100].map(libavifQuality)).toEqual([16, 42, 56, 68, 97]);
  });

  it('refuses more than the vendor writes', async () => {
    const source = await png({ width: 64, height: 64 });
    for (const size of ['m_fixed,w_4097,h_10', 'm_fixed,w_4096,h_2305']) {
      await expect(render(source, `resize,${size},limit_0/format,avif`)).rejects.toMatchObject({
        code: 'ImageTooLarge',
        detail: { ec: '0040-00000014' },
      });
    }
  });

  it('writes longer sides where the operator allows them', async () => {
    const wide = await nodeEngine({ maxAvifSide: 16_384 });
    const source = await png({ width: 64, height: 64 });
    const job = (text: string) => ({ chain: wide.parse(text), size: source.length, body: bodyOf(source) });
    const { chunks } = await wide.render(job('image/resize,m_fixed,w_9000,h_40,limit_0/format,avif'));
    expect(await sharp(Buffer.concat(chunks)).metadata()).toMatchObject({ width: 9000, height: 40 });
  });

  it('cuts equal tiles that cover an even canvas', () => {
    expect(planTiles({ width: 1025, height: 513 })).toEqual({
      tile: { width: 208, height: 176 },
      columns: 5,
      rows: 3,
      canvas: { width: 1026, height: 514 },
    });
    expect(planTiles({ width: 33, height: 17 })).toMatchObject({ columns: 1, rows: 1 });
  });

  // ISO/IEC 23000-22: sides of 64 at least, even with halved chroma; the last of a line shows some of the picture.
  it('has tiles of any picture that readers take, and that take no longer than they may', () => {
    const sides = [
      1, 7, 40, 63, 64, 65, 255, 256, 257, 300, 511, 513, 769, 2049, 4095, 4096, 8193, 16_129, 16_384,
    ];
    for (const width of sides) {
      for (const height of sides) {
        const { tile, columns, rows, canvas } = planTiles({ width, height });
        expect(tile.width * tile.height).toBeLessThanOrEqual(96 * 1024);
        if (columns * rows === 1) continue;
        expect(Math.min(tile.width, tile.height)).toBeGreaterThanOrEqual(64);
        expect([tile.width % 2, tile.height % 2]).toEqual([0, 0]);
        expect([columns * tile.width >= canvas.width, rows * tile.height >= canvas.height]).toEqual([
          true,
          true,
        ]);
        expect([(columns - 1) * tile.width < width, (rows - 1) * tile.height < height]).toEqual([true, true]);
      }
    }
  });
});
