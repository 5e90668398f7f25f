/** Still pictures written as GIF within what an isolate has: the encoder holds all pixels, since colours are chosen by them. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import { gifOf } from '../gif/files.ts';
import { headerOf } from '../headers.ts';
import { codec } from '../gif/codec.ts';

const engine = await nodeEngine();
const DOT = { place: { x: 0, y: 0, width: 1, height: 1 }, indices: 1 };

function render(file: Uint8Array, chain: string) {
  return engine.render({ chain: engine.parse(`image/${chain}`), size: file.length, body: bodyOf(file) });
}

describe('a still GIF as GIF', () => {
  it.each([
    [4500, 4500, 'resize,p_90'],
    [4600, 4600, 'bright,10'],
  ])('of %i x %i fits: %s', async (width, height, chain) => {
    const background = { r: 20, g: 90, b: 200 };
    const file = await sharp({ create: { width, height, channels: 3, background } })
      .gif({ effort: 1 })
      .toBuffer();
    const { plan, chunks, type } = await render(new Uint8Array(file), chain);
    expect(type).toBe('image/gif');
    expect(plan!.peakBytes).toBeLessThanOrEqual(96 * 1024 * 1024);
    expect(headerOf(codec, Buffer.concat(chunks))).toMatchObject({ frames: 1 });
  });

  it('of 36 megapixels does not', async () => {
    const file = gifOf({ width: 6000, height: 6000 }, [DOT]);
    await expect(render(file, 'bright,10')).rejects.toMatchObject({ code: 'MemLimitExceeded' });
  });
});
