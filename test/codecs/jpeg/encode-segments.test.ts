import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { carriedSegments, fileHead } from '../../../src/codecs/jpeg/encode-segments.ts';
import { encodeScene, JPG, scene, segments } from './encode-pictures.ts';

const SIZE = { width: 24, height: 16 };
const APP2 = 0xe2;

describe('the head of a file', () => {
  it('is start of image and JFIF 1.01 without density', () =>
    expect(Buffer.from(fileHead({})).toString('hex')).toBe('ffd8ffe000104a46494600010100000100010000'));
  it('carries nothing unasked', () => expect(carriedSegments({})).toHaveLength(0));
});

describe('orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%d is read back', async (orientation) => {
    const file = await encodeScene(scene(SIZE), SIZE, { ...JPG, orientation });
    expect(await sharp(file).metadata()).toMatchObject({ orientation });
  });
  it('is absent by default', async () => {
    const { orientation, exif } = await sharp(await encodeScene(scene(SIZE), SIZE, JPG)).metadata();
    expect([orientation, exif]).toEqual([undefined, undefined]);
  });
});

describe('colour profile', () => {
  it.each([1, 3144, 65_519, 65_520, 200_001])('of %d bytes is read back', async (length) => {
    const icc = randomBytes(length);
    const file = await encodeScene(scene(SIZE), SIZE, { ...JPG, icc });
    const pieces = segments(file).filter(({ marker }) => marker === APP2);
    expect(pieces.map(({ content }) => content.subarray(0, 14).toString('latin1'))).toEqual(
      pieces.map((_, index) => `ICC_PROFILE\0${String.fromCharCode(index + 1, pieces.length)}`),
    );
    expect(Buffer.concat(pieces.map(({ content }) => content.subarray(14)))).toEqual(icc);
  });
  it('of a real kind is what libvips finds', async () => {
    const pixels = { create: { ...SIZE, channels: 3, background: '#808080' } } as const;
    const { icc } = await sharp(await sharp(pixels).withIccProfile('p3').png().toBuffer()).metadata();
    const file = await encodeScene(scene(SIZE), SIZE, { ...JPG, icc, orientation: 3 });
    expect(await sharp(file).metadata()).toMatchObject({ icc, orientation: 3 });
  });
  it('is left out when 255 segments cannot hold it', () => {
    const most = 65_519 * 255;
    expect(carriedSegments({ icc: new Uint8Array(most) })).toHaveLength(most + 255 * 18);
    expect(carriedSegments({ icc: new Uint8Array(most + 1) })).toHaveLength(0);
  });
});
