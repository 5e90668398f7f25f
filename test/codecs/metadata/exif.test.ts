import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readExif, tiffOfExif, writeOrientation } from '../../../src/codecs/metadata/exif.ts';

const plain = sharp({ create: { width: 8, height: 8, channels: 3, background: '#abc' } });

/** The Exif block that libvips writes. */
async function blockOf(orientation: number, density: number): Promise<Uint8Array> {
  const file = await plain.clone().withMetadata({ orientation, density }).jpeg().toBuffer();
  return (await sharp(file).metadata()).exif!;
}

describe('Exif', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('reads orientation %d and the density', async (orientation) => {
    const block = await blockOf(orientation, 144);
    expect(readExif(tiffOfExif(block))).toEqual({ orientation, density: { unit: 2, x: 144, y: 144 } });
  });

  it('reads both byte orders', () => {
    const big = '4d4d002a 00000008 0001 0112 0003 00000001 00060000 00000000';
    const little = '49492a00 08000000 0100 1201 0300 01000000 06000000 00000000';
    for (const text of [big, little]) {
      const tiff = Buffer.from(text.replaceAll(' ', ''), 'hex');
      expect(readExif(tiff)).toEqual({ orientation: 6, density: undefined });
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'writes a block of orientation %d that libvips reads',
    async (orientation) => {
      const tiff = writeOrientation(orientation);
      expect(readExif(tiff).orientation).toBe(orientation);
      const webp = await plain.clone().webp().toBuffer();
      const file = await extended(webp, tiff);
      expect((await sharp(file).metadata()).orientation).toBe(orientation);
    },
  );

  it.each([
    ['nothing', ''],
    ['another mark', '4d4d002b000000080001011200030000000100060000'],
    ['no byte order', '4d49002a000000080001011200030000000100060000'],
    ['a directory outside', '4d4d002affffffff0001011200030000000100060000'],
    ['orientation 9', '4d4d002a000000080001011200030000000100090000'],
    ['two values', '4d4d002a000000080001011200030000000200060000'],
    ['text', '4d4d002a000000080001011200020000000100060000'],
  ])('counts %s as upright', (_, hex) => {
    expect(readExif(Buffer.from(hex, 'hex'))).toEqual({ orientation: 1, density: undefined });
  });

  it('never reads outside of any block', async () => {
    const block = tiffOfExif(await blockOf(6, 72));
    fc.assert(
      fc.property(fc.nat(block.length), fc.nat(block.length), fc.nat(255), (length, at, byte) => {
        const tiff = Uint8Array.from(block.subarray(0, length));
        if (at < length) tiff[at] = byte;
        const { orientation } = readExif(tiff);
        expect(orientation).toBeGreaterThanOrEqual(1);
        expect(orientation).toBeLessThanOrEqual(8);
      }),
      { numRuns: 2000 },
    );
  });
});

/** The pixels of a simple WebP file in an extended one with an Exif chunk. */
async function extended(webp: Buffer, tiff: Uint8Array): Promise<Buffer> {
  const chunk = (name: string, data: Uint8Array) => {
    const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const body = [
    chunk('VP8X', Uint8Array.of(8, 0, 0, 0, 7, 0, 0, 7, 0, 0)),
    webp.subarray(12),
    chunk('EXIF', tiff),
  ];
  const riff = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  riff.writeUInt32LE(4 + Buffer.concat(body).length, 4);
  return Buffer.concat([riff, ...body]);
}
