import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { tiffCodec } from '../../../src/codecs/tiff/index.ts';
import { expectCalm, expectPatience, headerOf } from '../headers.ts';
import { inkTiff } from '../metadata/profiles.ts';
import { pixels } from '../raster/pictures.ts';

const SIZE = { width: 31, height: 17 };
const drawn = sharp(pixels(SIZE, 1, false), { raw: { ...SIZE, channels: 4 } });
const alpha = await drawn.clone().tiff({ compression: 'lzw' }).toBuffer();
const rotated = await drawn.clone().removeAlpha().withMetadata({ orientation: 8 }).tiff().toBuffer();
const grey = await drawn.clone().removeAlpha().greyscale().toColourspace('b-w').tiff().toBuffer();

describe('TIFF header', () => {
  it('tells size, colours, transparency and orientation', () => {
    expect(headerOf(tiffCodec, alpha)).toMatchObject({ format: 'tiff', ...SIZE, frames: 1, alpha: true });
    expect(headerOf(tiffCodec, rotated)).toMatchObject({ ...SIZE, alpha: false, orientation: 8 });
    expect(headerOf(tiffCodec, grey)).toMatchObject({ ...SIZE, colour: 'grey' });
    expect(headerOf(tiffCodec, inkTiff(new Uint8Array(24), 3))).toMatchObject({
      width: 3,
      height: 2,
      colour: 'cmyk',
    });
  });

  it('counts a chain of directories, also one that comes back to itself', () => {
    const entries = '0002 0100 0004 00000001 00000005 0101 0004 00000001 00000007';
    const chained = `4d4d002a 00000008 ${entries} 00000026 ${entries} 00000000`;
    const circular = `4d4d002a 00000008 ${entries} 00000026 ${entries} 00000008`;
    for (const text of [chained, circular]) {
      const file = Buffer.from(text.replaceAll(' ', ''), 'hex');
      expect(headerOf(tiffCodec, file)).toMatchObject({ width: 5, height: 7, frames: 2 });
    }
  });

  it('asks on until its directories are there, and survives damage', () => {
    for (const file of [alpha, rotated, grey]) {
      expectPatience(tiffCodec, file);
      expectCalm(tiffCodec, file);
    }
  });

  it('knows both byte orders by their first bytes', () => {
    expect(tiffCodec.sniff(alpha.subarray(0, 32))).toBe(true);
    expect(tiffCodec.sniff(Buffer.from('MM\0*', 'latin1'))).toBe(true);
    expect(tiffCodec.sniff(Buffer.from('MM*\0', 'latin1'))).toBe(false);
  });
});
