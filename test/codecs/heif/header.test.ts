import { existsSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { avifCodec, heicCodec } from '../../../src/codecs/heif/index.ts';
import { expectCalm, expectPatience, headerOf } from '../headers.ts';
import { pixels } from '../raster/pictures.ts';

const SIZE = { width: 34, height: 18 };
const drawn = sharp(pixels(SIZE, 1, false), { raw: { ...SIZE, channels: 4 } });
const alpha = await drawn.clone().avif({ effort: 0 }).toBuffer();
const opaque = await drawn.clone().removeAlpha().avif({ effort: 0 }).toBuffer();

describe('HEIF header', () => {
  it('tells size and transparency', () => {
    expect(headerOf(avifCodec, alpha)).toMatchObject({ format: 'avif', ...SIZE, alpha: true });
    expect(headerOf(avifCodec, opaque)).toMatchObject({ format: 'avif', ...SIZE, alpha: false });
  });

  it.each([
    ['ftypavif0000', 'avif'],
    ['ftypheic0000', 'heic'],
    ['ftypmif10000mif1heic', 'heic'],
    ['ftypmif10000mif1avif', 'avif'],
    ['ftypisom0000mp42', undefined],
  ])('%s is %s', (text, format) => {
    const file = Buffer.from(`\0\0\0${String.fromCharCode(text.length + 4)}${text}`, 'latin1');
    expect(avifCodec.sniff(file)).toBe(format === 'avif');
    expect(heicCodec.sniff(file)).toBe(format === 'heic');
  });

  it('gives the shown size of a picture that is stored on its side', () => {
    expect(headerOf(heicCodec, boxesOfTurned())).toMatchObject({ width: 18, height: 34 });
  });

  it('asks on until all is told, and survives damage', () => {
    expectPatience(avifCodec, alpha);
    expectCalm(avifCodec, alpha);
  });

  const grid = new URL('../../../../shared/corpus/formats/pitm.avif', import.meta.url);
  it.skipIf(!existsSync(grid))('takes the primary one of several pictures', async () => {
    const file = readFileSync(grid);
    const { width, height } = await sharp(file).metadata();
    expect(headerOf(avifCodec, file)).toMatchObject({ width, height });
  });
});

/** The boxes of a picture of 34 × 18 that is turned by a quarter, without pixels. */
function boxesOfTurned(): Buffer {
  const box = (name: string, ...contents: (string | Buffer)[]): Buffer => {
    const data = Buffer.concat(
      contents.map((part) =>
        typeof part === 'string' ? Buffer.from(part.replaceAll(' ', ''), 'hex') : part,
      ),
    );
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + data.length);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, data]);
  };
  const properties = box('ipco', box('ispe', '00000000 00000022 00000012'), box('irot', '01'));
  const association = box('ipma', '00000000 00000001 0007 02 01 02');
  const meta = box('meta', '00000000', box('pitm', '00000000 0007'), box('iprp', properties, association));
  return Buffer.concat([box('ftyp', Buffer.from('heic0000heic')), meta]);
}
