import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { codecOf } from './decode.ts';
import { writeGreyProfile, writeRgbProfile } from '../../../src/codecs/metadata/icc/write-profile.ts';
import { writeOrientation } from '../../../src/codecs/metadata/exif.ts';
import { expectCalm, expectPatience, headerOf } from '../headers.ts';
import { P3 } from '../metadata/profiles.ts';
import { pixels } from '../raster/pictures.ts';
import { box, heifFile, hvcC, ispe, type MadeFile } from './files.ts';
import { eachOutside } from '../../support/outside.ts';

const avifCodec = codecOf('avif');
const heicCodec = codecOf('heic');
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

  const quarter = box('irot', '01');
  const topBottom = box('imir', '00');
  // 20 × 10 around the middle, moved by 2 to the right and 1 up.
  const clap = box('clap', '00000014 00000001 0000000a 00000001 00000002 00000001 ffffffff 00000001');
  it.each([
    ['nothing', [], 34, 18, { x: 0, y: 0, width: 34, height: 18 }, 0, false],
    ['a quarter', [quarter], 18, 34, { x: 0, y: 0, width: 34, height: 18 }, 3, false],
    ['a mirror', [topBottom], 34, 18, { x: 0, y: 0, width: 34, height: 18 }, 2, true],
    ['a crop', [clap], 20, 10, { x: 9, y: 3, width: 20, height: 10 }, 0, false],
    ['a crop, then a quarter', [clap, quarter], 10, 20, { x: 9, y: 3, width: 20, height: 10 }, 3, false],
    [
      'a quarter, then a mirror',
      [quarter, topBottom],
      18,
      34,
      { x: 0, y: 0, width: 34, height: 18 },
      3,
      true,
    ],
  ])('shows a picture after %s', (_, transforms, width, height, crop, quarters, mirror) => {
    const header = headerOf(heicCodec, pictureWith(transforms));
    expect(header).toMatchObject({ width, height, orientation: 1 });
    expect(header.details).toMatchObject({ crop, turn: { quarters, mirror } });
  });

  it.each([
    ['as it is', [34, 18, 0, 0], [0, 0, 34, 18]],
    ['one that begins left of it', [20, 10, -10, 0], [0, 4, 17, 10]],
    ['one that begins above it', [20, 10, 0, -6], [7, 0, 20, 8]],
    ['one that ends right of it', [20, 10, 10, 0], [17, 4, 17, 10]],
    ['one that ends below it', [20, 10, 0, 6], [7, 10, 20, 8]],
    ['one larger on every side', [40, 30, 0, 0], [0, 0, 34, 18]],
    ['one pixel of it', [20, 10, -26, -13], [0, 0, 1, 1]],
    ['one all left of it: nothing is cut', [20, 10, -27, 0], [0, 0, 34, 18]],
    ['one all above it: nothing is cut', [20, 10, 0, -14], [0, 0, 34, 18]],
    ['one all right of it: nothing is cut', [20, 10, 27, 0], [0, 0, 34, 18]],
    ['one of nothing', [0, 0, 0, 0], [0, 0, 34, 18]],
  ])('clips a crop to the picture: %s', (_, [w, h, right, down], [x, y, width, height]) => {
    const numbers = [w!, h!, right!, down!].map(
      (n) => `${((n >>> 0) + 2 ** 32).toString(16).slice(-8)} 00000001`,
    );
    const header = headerOf(heicCodec, pictureWith([box('clap', numbers.join(' '))]));
    expect(header.details).toMatchObject({ crop: { x, y, width, height } });
    expect(header).toMatchObject({ width, height });
  });

  it('takes the profile of its own model and no other', () => {
    const colr = (profile: Uint8Array) => box('colr', Buffer.from('prof'), profile);
    const own = writeRgbProfile(P3, 'srgb');
    expect(headerOf(heicCodec, pictureWith([colr(own)])).icc).toEqual(own);
    expect(headerOf(heicCodec, pictureWith([colr(writeGreyProfile(1.8))])).icc).toBeUndefined();
  });

  it.each([
    ['pict', true],
    ['vide', true],
    ['soun', false],
  ])('reads the first frame of a track of %s: %s', (handler, isRead) => {
    const read = () => headerOf(heicCodec, movieOf(handler));
    if (isRead) expect(read()).toMatchObject({ width: 34, height: 18, frames: 5 });
    else expect(read).toThrow(/damaged/);
  });

  it('reads a grid, its tiles, and their depth', () => {
    const header = headerOf(heicCodec, gridFile({ rows: 2, columns: 3 }));
    expect(header).toMatchObject({ width: 150, height: 90, alpha: false, colour: 'rgb' });
    expect(header.details).toMatchObject({
      colour: { columns: 3, count: 6, tile: { width: 64, height: 64 } },
      sampling: { bits: 10 },
    });
  });

  it.each([
    ['8 bits of 4:2:0', '81 05 0c 00', 8, 1.5],
    ['10 bits of 4:4:4', '81 25 40 00', 10, 3],
    ['12 bits of 4:2:2', '81 45 68 00', 12, 2],
    ['10 bits of grey', '81 05 5c 00', 10, 1],
  ])('tells what samples of %s take', (_, configuration, bits, perPixel) => {
    const file = heifFile({
      brand: 'avif',
      primary: 1,
      items: [{ id: 1, type: 'av01', properties: [1, 2], extents: [[0, 1]] }],
      properties: [ispe(40, 30), box('av1C', configuration)],
    });
    expect(headerOf(avifCodec, file).details).toMatchObject({ sampling: { bits, perPixel } });
  });

  it.each([
    ['too few tiles', { rows: 3, columns: 3 }],
    ['tiles that leave a part out', { rows: 3, columns: 2 }],
  ])('refuses a grid of %s', (_, shape) => {
    expect(() => headerOf(heicCodec, gridFile(shape))).toThrow(/damaged/);
  });

  it.each([
    [0, 1],
    [1, 1],
    [2, 1],
    [0, 2],
  ] as const)(
    'finds Exif that is stored by method %i, in pieces, by an iloc of version %i',
    (method, version) => {
      const header = headerOf(heicCodec, exifFile(method, version));
      expect([...header.exif!]).toEqual([...writeOrientation(6)]);
      expect(header.orientation).toBe(1);
    },
  );

  it.each([
    ['data that counts bytes again and again', Array.from({ length: 300 }, () => [0, 0] as const)],
    ['bytes beyond the end', [[1_000_000, 10] as const]],
  ])('leaves out Exif of %s', (_, extents) => {
    const [picture, , ...more] = basic.items;
    const exif = { id: 2, type: 'Exif', extents };
    const file = heifFile({ ...basic, items: [picture!, exif, ...more], references: [['cdsc', 2, [1]]] });
    expect(headerOf(heicCodec, file).exif).toBeUndefined();
  });

  it.each([
    [avifCodec, 'ftypavif0000', '0040-00000021'],
    [heicCodec, 'ftypheic0000', '0040-00000020'],
  ])('a damaged one has a sub-code of its format', (codec, text, ec) => {
    const file = Buffer.from(`\0\0\0${String.fromCharCode(text.length + 4)}${text}`, 'latin1');
    expect(() => headerOf(codec, file)).toThrow(expect.objectContaining({ detail: { ec } }));
  });

  it('asks on until all is told, and survives damage', () => {
    expectPatience(avifCodec, alpha);
    expectCalm(avifCodec, alpha);
    expectPatience(heicCodec, exifFile(0));
    expectCalm(heicCodec, gridFile({ rows: 2, columns: 3 }));
  });

  const several = ['corpus/formats/pitm.avif'];
  eachOutside('takes the primary one of several pictures: %s', several, async (file) => {
    const { width, height } = await sharp(file).metadata();
    expect(headerOf(avifCodec, file)).toMatchObject({ width, height });
  });
});

const basic: MadeFile = {
  primary: 1,
  items: [{ id: 1, type: 'hvc1', properties: [1, 2] }],
  properties: [ispe(34, 18), hvcC()],
};

function pictureWith(transforms: readonly Buffer[]): Uint8Array {
  const properties = [...basic.properties!, ...transforms];
  return heifFile({
    ...basic,
    items: [{ id: 1, type: 'hvc1', properties: properties.map((_, i) => i + 1) }],
    properties,
  });
}

/** A sequence of five frames of 34 × 18 in a track of this kind. */
function movieOf(handler: string): Uint8Array {
  const entry = box('hvc1', '00'.repeat(24), '0022 0012', '00'.repeat(50), hvcC());
  const table = box(
    'stbl',
    box('stsd', '00000000 00000001', entry),
    box('stsz', '00000000 00000000 00000005', '00000009'.repeat(5)),
    box('stco', '00000000 00000001 00000100'),
  );
  const media = box('mdia', box('hdlr', '00000000 00000000', Buffer.from(handler)), box('minf', table));
  const file = [box('ftyp', Buffer.from('hevc0000hevc')), box('moov', box('trak', media))];
  return new Uint8Array(Buffer.concat([...file, Buffer.alloc(400)]));
}

/** Six tiles of 64 × 64, of which the grid shows 150 × 90. */
function gridFile({ rows, columns }: { rows: number; columns: number }): Uint8Array {
  const tiles = [2, 3, 4, 5, 6, 7];
  const tile = (id: number) => ({ id, type: 'hvc1', properties: [2, 3] });
  return heifFile({
    primary: 1,
    items: [{ id: 1, type: 'grid', properties: [1], method: 1, extents: [[0, 8]] }, ...tiles.map(tile)],
    properties: [ispe(150, 90), ispe(64, 64), hvcC(1, 10)],
    references: [['dimg', 1, tiles]],
    idat: `0000 0${rows - 1} 0${columns - 1} 0096 005a`,
  });
}

/** Exif in two pieces: in the file, in `idat`, or in another item that is in `idat`. */
function exifFile(method: number, locationVersion: 1 | 2 = 1): Uint8Array {
  const data = Buffer.concat([Buffer.alloc(4), writeOrientation(6)]);
  const made = (from: number): Uint8Array => {
    const extents = [
      [from, 10],
      [from + 10, data.length - 10],
    ] as const;
    return heifFile({
      ...basic,
      locationVersion,
      items: [
        ...basic.items,
        { id: 2, type: 'Exif', method, extents },
        { id: 3, type: 'mime', method: 1, extents: [[0, data.length]] },
      ],
      references: [
        ['cdsc', 2, [1]],
        ['iloc', 2, [3]],
      ],
      idat: data,
      behind: data,
    });
  };
  const { length } = made(0);
  return made(method === 0 ? length - data.length : 0);
}
