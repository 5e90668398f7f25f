/** Frames without Huffman tables: the standard's own are there from the start (T.81 annex K.3). */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { scene } from './encode-pictures.ts';
import { decode } from './support.ts';
import { eachOutside } from '../../support/outside.ts';

const SIZE = { width: 75, height: 53 };

/** A file coded with the standard's tables, and the same without them. */
async function fileOf(quality: number): Promise<{ whole: Buffer; bare: Buffer }> {
  const raw = { ...SIZE, channels: 4 as const };
  const whole = await sharp(scene(SIZE), { raw }).jpeg({ quality, optimiseCoding: false }).toBuffer();
  const parts = [whole.subarray(0, 2)];
  let at = 2;
  for (; whole[at + 1] !== 0xda; at += 2 + whole.readUInt16BE(at + 2)) {
    if (whole[at + 1] !== 0xc4) parts.push(whole.subarray(at, at + 2 + whole.readUInt16BE(at + 2)));
  }
  return { whole, bare: Buffer.concat([...parts, whole.subarray(at)]) };
}

describe('a frame without Huffman tables', () => {
  it.each([30, 75, 99])('is decoded as if it had the standard ones, at quality %d', async (quality) => {
    const { whole, bare } = await fileOf(quality);
    expect(bare.length).toBeLessThan(whole.length - 400);
    expect(await decode(bare)).toEqual(await decode(whole));
  });

  eachOutside('%s is shown', ['cases/mjpeg_huffman.jpg', 'cases/j09-no-dht.jpg'], async (file) => {
    const pixels = await decode(file);
    expect(new Set(pixels.subarray(0, 4000)).size).toBeGreaterThan(8);
  });
});
