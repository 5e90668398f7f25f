import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { headerOf } from '../headers.ts';
import { scene } from '../jpeg/encode-pictures.ts';
import { pixels, window } from '../raster/pictures.ts';
import { codec as gifCodec } from './codec.ts';
import { decode } from './decode.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const reference = (file: Buffer) => sharp(file).ensureAlpha().raw().toBuffer();

const SIZE = { width: 61, height: 47 };
const opaque = await sharp(scene(SIZE), { raw: { ...SIZE, channels: 4 } })
  .removeAlpha()
  .gif()
  .toBuffer();
const clear = await sharp(pixels(SIZE, 3, false), { raw: { ...SIZE, channels: 4 } })
  .gif()
  .toBuffer();
/** Two by two pixels of palette indices 0, 1, 1 and 2. */
const TINY =
  '474946383961 0200 0200 91 00 00 ff0000 00ff00 0000ff ffffff 2c 0000 0000 0200 0200 00 02 03 442205 00 3b';

describe('GIF decoder', () => {
  it.each([
    ['opaque', opaque],
    ['with transparency', clear],
  ])('%s: every byte as libvips decodes it', async (_, file) => {
    expect(Buffer.from(await decode(file)).equals(await reference(Buffer.from(file)))).toBe(true);
  });

  it('decodes codes of every length and full tables', async () => {
    const size = { width: 400, height: 300 };
    const file = await sharp(pixels(size, 8, true), { raw: { ...size, channels: 4 } })
      .removeAlpha()
      .gif()
      .toBuffer();
    expect(Buffer.from(await decode(file)).equals(await reference(Buffer.from(file)))).toBe(true);
  });

  it('reads a file made by hand', async () => {
    const file = Buffer.from(TINY.replaceAll(' ', ''), 'hex');
    const [red, green, blue] = [
      [255, 0, 0, 255],
      [0, 255, 0, 255],
      [0, 0, 255, 255],
    ];
    expect([...(await decode(file))]).toEqual([red, green, green, blue].flat());
  });

  it('gives any part as it is in the whole', async () => {
    const all = await decode(clear);
    await fc.assert(
      fc.asyncProperty(window(SIZE), async (part) => {
        const rows = Array.from({ length: part.height }, (_, row) => {
          const from = ((part.y + row) * SIZE.width + part.x) * 4;
          return [...all.subarray(from, from + part.width * 4)];
        });
        expect([...(await decode(clear, part))]).toEqual(rows.flat());
      }),
      { numRuns: 60 },
    );
  });

  it('shows what there is of a file that is cut off', async () => {
    const all = await decode(opaque);
    const part = await decode(opaque.subarray(0, opaque.length - 200));
    const rows = SIZE.width * 4 * 20;
    expect(part.subarray(0, rows)).toEqual(all.subarray(0, rows));
  });

  it('withstands any damage', async () => {
    const damage = fc.record({
      at: fc.nat(opaque.length - 1),
      byte: fc.nat(255),
      length: fc.nat(opaque.length),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, byte, length }) => {
        const file = Uint8Array.from(clear.subarray(0, Math.max(13, length)));
        if (at < file.length) file[at] = byte;
        try {
          const { width, height } = headerOf(gifCodec, file);
          if (width * height < 1_000_000) await decode(file);
        } catch (error) {
          expect(error).toBeInstanceOf(ProcessError);
        }
      }),
      { numRuns: 500 },
    );
  });

  eachOutside('%s as libvips decodes it', outsideFiles('corpus/animated', /\.gif$/), async (file) => {
    expect(Buffer.from(await decode(file)).equals(await reference(Buffer.from(file)))).toBe(true);
  });
});
