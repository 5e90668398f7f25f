import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readExifTags } from '../../../src/core/ops/exif/read.ts';
import { tiffOf } from '../../core/support/tiff.ts';
import { writeRgbProfile } from '../../../src/codecs/metadata/icc/write-profile.ts';
import { basic, codec as tiffCodec, type Field, writeTiff } from './files.ts';
import { expectCalm, expectPatience, headerOf } from '../headers.ts';
import { inkTiff, P3 } from '../metadata/profiles.ts';
import { pixels } from '../raster/pictures.ts';
import { eachOutside } from '../../support/outside.ts';

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

  it('takes the first of several entries for a tag', () => {
    const entries =
      '0003 0100 0004 00000001 00000005 0100 0004 00000001 00000009 0101 0004 00000001 00000007';
    const file = Buffer.from(`4d4d002a 00000008 ${entries} 00000000`.replaceAll(' ', ''), 'hex');
    expect(headerOf(tiffCodec, file)).toMatchObject({ width: 5, height: 7 });
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

  describe.each([true, false])('Exif of a file, little-endian: %s', (little) => {
    const file = tiffOf(
      {
        image: {
          0x0100: [4],
          0x0101: [3],
          0x010f: 'Canon',
          0x0112: [6],
          0x011a: [[300, 1]],
          0x011b: [[300, 1]],
          0x0128: [2],
          // A preview that is of no use here.
          0x02bc: new Uint8Array(5000),
        },
        photo: { 0x9003: '2026:11:28 12:00:00', 0x829a: [[1, 125]] },
        gps: { 0x0001: 'N' },
      },
      little,
    );

    it('is told like that of a JPEG', () => {
      const source = headerOf(tiffCodec, file);
      expect(source).toMatchObject({
        width: 4,
        height: 3,
        orientation: 6,
        density: { unit: 2, x: 300, y: 300 },
      });
      expect(readExifTags(source.exif ?? new Uint8Array())).toMatchObject({
        Make: 'Canon',
        Orientation: '6',
        XResolution: '300/1',
        DateTimeOriginal: '2026:11:28 12:00:00',
        ExposureTime: '1/125',
        GPSLatitudeRef: 'North',
      });
      expect(source.exif?.length).toBeLessThan(500);
    });

    it('is asked for until it is there, and survives damage', () => {
      expectPatience(tiffCodec, file);
      expectCalm(tiffCodec, file);
    });
  });

  it('reads the 64-bit form', () => {
    const entry = (tag: string, type: string, value: string) => `${tag} ${type} 0000000000000001 ${value}`;
    const entries = [
      entry('0100', '0004', '0000000500000000'),
      entry('0101', '0003', '0007000000000000'),
      entry('0112', '0003', '0003000000000000'),
      entry('011a', '0005', '0000004800000001'),
    ];
    const text = `4d4d002b 00080000 0000000000000010 0000000000000004 ${entries.join('')} 0000000000000000`;
    const file = Buffer.from(text.replaceAll(' ', ''), 'hex');
    expect(tiffCodec.sniff(file)).toBe(true);
    const source = headerOf(tiffCodec, file);
    expect(source).toMatchObject({ width: 5, height: 7, orientation: 3 });
    expect(readExifTags(source.exif ?? new Uint8Array())).toMatchObject({
      Orientation: '3',
      XResolution: '72/1',
    });
    expectCalm(tiffCodec, file);
  });

  it('gives the profile of its own model', async () => {
    const profiled = await drawn.clone().removeAlpha().withIccProfile('p3').tiff().toBuffer();
    const { icc } = headerOf(tiffCodec, profiled);
    expect(icc).toEqual(new Uint8Array((await sharp(profiled).metadata()).icc ?? []));
    expectPatience(tiffCodec, profiled);
  });

  it('gives none for L*a*b*, which leaves the decoder as sRGB', () => {
    const profile = writeRgbProfile(P3, 'srgb');
    const read = (photometric: number) => {
      const fields: Field[] = [...basic({ width: 1, height: 1 }, { photometric }), [34_675, 7, ...profile]];
      return headerOf(tiffCodec, writeTiff({ fields, segments: [new Uint8Array(3)] })).icc;
    };
    expect([2, 8, 9].map(read)).toEqual([profile, undefined, undefined]);
  });

  eachOutside('reads a camera’s tags: %s', ['cases/exif.tiff'], (file) => {
    const source = headerOf(tiffCodec, file);
    expect(readExifTags(source.exif ?? new Uint8Array())).toMatchObject({
      Make: 'Canon',
      XResolution: '300/1',
    });
  });
});
