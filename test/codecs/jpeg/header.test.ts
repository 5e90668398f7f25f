import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { estimateQuality } from '../../../src/codecs/jpeg/quality.ts';
import { segment, scenery, writeJpeg } from './files.ts';
import { codec, sourceOf } from './support.ts';

const GREY = { width: 40, height: 30, components: [{ h: 1, v: 1 }], sample: scenery };
const COLOUR = {
  ...GREY,
  components: [
    { h: 2, v: 2 },
    { h: 1, v: 1 },
    { h: 1, v: 1 },
  ],
};

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const jfif = (unit: number, x: number, y: number) =>
  Uint8Array.from(segment(0xe0, [...letters('JFIF\0'), 1, 1, unit, 0, x, 0, y, 0, 0]));
const adobe = (transform: number) =>
  Uint8Array.from(segment(0xee, [...letters('Adobe'), 0, 100, 0, 0, 0, 0, transform]));

async function created(options: Record<string, unknown> = {}): Promise<Uint8Array> {
  const create = { width: 20, height: 10, channels: 3 as const, background: '#486' };
  return new Uint8Array(await sharp({ create }).jpeg(options).toBuffer());
}

describe('header', () => {
  it('tells size, colour and kind', async () => {
    expect(sourceOf(writeJpeg(GREY))).toMatchObject({
      format: 'jpg',
      width: 40,
      height: 30,
      colour: 'grey',
      interlaced: false,
      frames: 1,
      alpha: false,
      orientation: 1,
    });
    expect(sourceOf(writeJpeg(COLOUR))).toMatchObject({ colour: 'rgb' });
    expect(sourceOf(await created({ progressive: true }))).toMatchObject({
      width: 20,
      height: 10,
      interlaced: true,
    });
  });

  it.each([1, 10, 25, 49, 50, 51, 75, 80, 82, 90, 95, 99, 100])('estimates quality %i', async (quality) => {
    expect(sourceOf(await created({ quality })).quality).toBe(quality);
  });

  it('takes the nearest quality for a table of no quality', () => {
    const flat = Array.from({ length: 64 }, () => 255);
    expect(estimateQuality(flat)).toBe(1);
    expect(estimateQuality([6, 4, 4, 5, 4, 4, 6, 5, 5, 5, 6, 6, 6, 7, 9, 14])).toBeGreaterThan(80);
  });

  it.each([
    [0, 1],
    [1, 2],
    [2, 3],
  ])('maps JFIF unit %i to Exif unit %i', (stored, unit) => {
    expect(sourceOf(writeJpeg({ ...COLOUR, segments: [jfif(stored, 72, 96)] })).density).toEqual({
      unit,
      x: 72,
      y: 96,
    });
  });

  it('reads orientation and density of the Exif block', async () => {
    const create = { width: 20, height: 10, channels: 3 as const, background: '#486' };
    const bytes = await sharp({ create }).jpeg().withMetadata({ orientation: 6, density: 144 }).toBuffer();
    const source = sourceOf(bytes);
    expect(source).toMatchObject({ orientation: 6, density: { unit: 2, x: 144, y: 144 } });
    expect(source.exif?.length).toBeGreaterThan(8);
  });

  describe('the pieces of a profile', async () => {
    const profiled = await sharp(await created())
      .withIccProfile('srgb')
      .toBuffer();
    const icc = sourceOf(profiled).icc ?? new Uint8Array();
    const cuts = [0, 200, 300, icc.length];
    /** Piece `number` of three, as it says of itself. */
    const piece = (number: number, says = number, of = 3) =>
      Uint8Array.from(
        segment(0xe2, [
          ...letters('ICC_PROFILE\0'),
          says,
          of,
          ...icc.subarray(cuts[number - 1], cuts[number]),
        ]),
      );
    const one = Uint8Array.from(segment(0xe2, [...letters('ICC_PROFILE\0'), 1, 1, ...icc]));

    it.each([
      ['one piece', [one]],
      ['in order', [piece(1), piece(2), piece(3)]],
      ['in any order', [piece(3), piece(1), piece(2)]],
    ])('are joined: %s', (_, segments) => {
      expect(icc.length).toBeGreaterThan(400);
      expect(sourceOf(writeJpeg({ ...COLOUR, segments })).icc).toEqual(icc);
    });

    it.each([
      ['the first is missing', [piece(2), piece(3)]],
      ['one between is missing', [piece(1), piece(3)]],
      ['the last is missing', [piece(1), piece(2)]],
      ['all but the first are missing', [piece(1)]],
      ['one came twice', [piece(1), piece(2), piece(2), piece(3)]],
      ['they do not agree on how many they are', [piece(1), piece(2, 2, 4), piece(3)]],
      ['they count from nought', [piece(1, 0), piece(2, 1), piece(3, 2)]],
    ])('are no profile where %s', (_, segments) => {
      expect(sourceOf(writeJpeg({ ...COLOUR, segments })).icc).toBeUndefined();
    });

    it('are none of a picture of another model', () => {
      expect(sourceOf(writeJpeg({ ...GREY, segments: [one] })).icc).toBeUndefined();
    });
  });

  it('knows the colour models as the IJG library does', () => {
    const model = (segments: Uint8Array[], ids?: number[]) => {
      const components = COLOUR.components.map((factors, i) => ({
        ...factors,
        ...(ids && { id: ids[i] ?? 0 }),
      }));
      return sourceOf(writeJpeg({ ...COLOUR, components, segments })).details;
    };
    expect(model([])).toMatchObject({ model: 'ycc' });
    expect(model([adobe(0)])).toMatchObject({ model: 'rgb' });
    expect(model([adobe(1)])).toMatchObject({ model: 'ycc' });
    expect(model([jfif(0, 1, 1), adobe(0)])).toMatchObject({ model: 'ycc' });
    expect(model([], [82, 71, 66])).toMatchObject({ model: 'rgb' });
  });

  // What `jdapimin.c` of the IJG library does with a transform that nobody defined differs by the number of components.
  it.each([
    [undefined, 'cmyk'],
    [0, 'cmyk'],
    [2, 'ycck'],
    [1, 'ycck'],
    [0xc7, 'ycck'],
  ])('knows four components with transform %s as %s', (transform, model) => {
    const components = Array.from({ length: 4 }, () => ({ h: 1, v: 1 }));
    const segments = transform === undefined ? [] : [adobe(transform)];
    expect(sourceOf(writeJpeg({ ...COLOUR, components, segments })).details).toMatchObject({ model });
  });

  it('asks for more until the first scan begins, past any number of long segments', () => {
    const long = Uint8Array.from(
      segment(
        0xe5,
        Array.from({ length: 65_000 }, () => 0xff),
      ),
    );
    const bytes = writeJpeg({ ...COLOUR, segments: [long, long, long] });
    for (const length of [32, 1000, 65_536, 131_072, 195_000]) {
      expect(codec.readHeader(bytes.subarray(0, length), bytes.length)).toBe('more');
    }
    expect(codec.readHeader(bytes.subarray(0, bytes.length - 40), bytes.length)).toMatchObject({ width: 40 });
  });

  it('asks for the whole file when the height stands behind the scan', () => {
    const bytes = writeJpeg({ ...COLOUR, lateHeight: true });
    expect(codec.readHeader(bytes.subarray(0, -3), bytes.length)).toBe('more');
    expect(codec.readHeader(bytes, bytes.length)).toMatchObject({ height: 30 });
  });

  it.each([
    ['lossless in arithmetic coding', 0xcb, 8, 'This image format is not supported.'],
    ['lossless', 0xc3, 8, 'This image format is not supported.'],
    ['12 bits', 0xc1, 12, 'This image format is not supported.'],
  ])('refuses %s as a format it does not read', (_, code, precision, message) => {
    const bytes = Buffer.from(writeJpeg(COLOUR));
    const frame = bytes.indexOf(Uint8Array.of(0xff, 0xc0));
    bytes[frame + 1] = code;
    bytes[frame + 4] = precision;
    expect(() => sourceOf(bytes)).toThrow(
      expect.objectContaining({ code: 'BadRequest', status: 400, message }),
    );
  });

  it('refuses a file that ends before its first scan', () => {
    expect(() => sourceOf(writeJpeg(COLOUR).subarray(0, 60))).toThrow(/damaged/);
  });
});
