import fc from 'fast-check';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cmykToRgb } from '../../../src/codecs/metadata/icc.ts';
import { modelOfProfile } from '../../../src/codecs/metadata/profile.ts';
import { pixels } from '../raster/pictures.ts';
import { srgbConverter } from '../../../src/codecs/metadata/icc/to-srgb.ts';
import { differences, press, printedByVips, profileOf, screen } from './profiles.ts';
import { eachOutside } from '../../support/outside.ts';

const SIZE = { width: 64, height: 64 };
/** Any amounts of four inks. */
const INKS = pixels(SIZE, 77, false);

function convert(inks: Uint8Array, icc?: Uint8Array): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(inks.length);
  cmykToRgb(icc)(inks, rgba, inks.length / 4);
  return rgba;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('CMYK by its profile', () => {
  it.each(['mft1', 'mft2', 'mAB '] as const)('%s: the colours of libvips', async (type) => {
    const icc = profileOf(press, type);
    const found = differences(convert(INKS, icc), await printedByVips(INKS, SIZE.width, icc));
    expect(mean(found)).toBeLessThan(0.8);
    expect(found.at(-1)).toBeLessThan(5);
  });

  it('gives paper and opaque pixels', () => {
    const rgba = convert(new Uint8Array(4), profileOf(press, 'mft2'));
    expect([...rgba]).toEqual([255, 255, 255, 255]);
  });

  it('reads another profile when another one comes', () => {
    const inks = Uint8Array.of(200, 0, 0, 0);
    const swapped = profileOf(([c = 0, m = 0, y = 0, k = 0]) => press([m, c, y, k]), 'mft2');
    const first = convert(inks, profileOf(press, 'mft2'));
    expect(convert(inks, swapped)).not.toEqual(first);
    expect(convert(inks, profileOf(press, 'mft2'))).toEqual(first);
  });

  const photo = 'corpus/formats/Channel_digital_image_CMYK_color.jpg';
  eachOutside('SWOP of %s: a mean ΔE of 0.6 over all inks', [photo], async (file) => {
    const { icc } = await sharp(file).metadata();
    const found = differences(convert(INKS, icc!), await printedByVips(INKS, SIZE.width, icc!));
    expect(mean(found)).toBeLessThan(0.6);
    expect(found.at(-1)).toBeLessThan(5);
  });
});

describe('red, green and blue by the table of their profile', () => {
  const raw = { ...SIZE, channels: 4 as const };

  it.each(['mft1', 'mft2', 'mAB '] as const)('%s: the colours of libvips', async (type) => {
    const icc = profileOf(screen, type, 'RGB ');
    const bare = sharp(INKS, { raw }).removeAlpha();
    const png = withProfile(await bare.png().toBuffer(), icc);
    const band = Uint8ClampedArray.from(INKS);
    srgbConverter(icc, 'rgb')!(band);
    const found = differences(band, await sharp(png).toColourspace('srgb').raw().toBuffer());
    expect(mean(found)).toBeLessThan(1.5);
    expect(band.filter((_, at) => at % 4 === 3)).toEqual(
      Uint8ClampedArray.from(INKS.filter((_, at) => at % 4 === 3)),
    );
  });

  it('changes nothing by one that is cut off', () => {
    expect(srgbConverter(profileOf(screen, 'mft2', 'RGB ').subarray(0, 900), 'rgb')).toBeUndefined();
  });

  /** The PNG with an iCCP chunk behind its header. */
  function withProfile(png: Buffer, icc: Buffer): Buffer {
    const data = Buffer.concat([Buffer.from('iCCPa\0\0', 'latin1'), deflateSync(icc)]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length - 4);
    check.writeUInt32BE(crc32(data));
    return Buffer.concat([png.subarray(0, 33), length, data, check, png.subarray(33)]);
  }
});

describe('CMYK without a profile', () => {
  it('is near what libvips shows: a mean ΔE of 2.2', async () => {
    const found = differences(convert(INKS), await printedByVips(INKS, SIZE.width));
    expect(mean(found)).toBeLessThan(2.2);
    expect(found.at(-1)).toBeLessThan(12);
  });

  it('shows paper white and the scale of black as greys', () => {
    expect([...convert(Uint8Array.of(0, 0, 0, 0))]).toEqual([255, 255, 255, 255]);
    let lighter = 256;
    for (let black = 0; black < 256; black += 15) {
      const [r = 0, g = 0, b = 0] = convert(Uint8Array.of(0, 0, 0, black));
      expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(20);
      expect(r).toBeLessThan(lighter);
      lighter = r;
    }
  });

  it('stands in for a profile of another model and for a broken one', async () => {
    const expected = convert(INKS);
    const { icc: rgb } = await sharp(
      await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
        .withIccProfile('p3')
        .png()
        .toBuffer(),
    ).metadata();
    expect(modelOfProfile(rgb!)).toBe('rgb');
    expect(convert(INKS, rgb!)).toEqual(expected);
    expect(convert(INKS, profileOf(press, 'mft2').subarray(0, 3000))).toEqual(expected);
    expect(convert(INKS, new Uint8Array(200))).toEqual(expected);
  });

  it('withstands any damage to a profile', () => {
    const profiles = (['mft1', 'mft2', 'mAB '] as const).map((type) => profileOf(press, type));
    const damage = fc.record({
      profile: fc.constantFrom(...profiles),
      at: fc.oneof(fc.nat(260), fc.nat(20_000)),
      byte: fc.nat(255),
      length: fc.oneof(fc.constant(Infinity), fc.nat(20_000)),
    });
    const inks = INKS.subarray(0, 64);
    fc.assert(
      fc.property(damage, ({ profile, at, byte, length }) => {
        const icc = Uint8Array.from(profile.subarray(0, length));
        if (at < icc.length) icc[at] = byte;
        expect(convert(inks, icc).filter((_, i) => i % 4 === 3)).toEqual(new Uint8ClampedArray(16).fill(255));
      }),
      { numRuns: 150 },
    );
  });
});
