import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { codec, sourceOf } from './decode.ts';
import { recipe, TYPES, writePng } from './files.ts';

const pixels = { create: { width: 60, height: 40, channels: 3, background: '#48c' } } as const;

const P3 = await sharp(pixels).withIccProfile('p3').png().toBuffer();
const PROFILE = new Uint8Array((await sharp(P3).metadata()).icc!);

/** The contents of iCCP with a profile in a stream of so many bytes, most of which come after its end. */
function profileIn(length: number): Uint8Array {
  const data = new Uint8Array(3 + length);
  data[0] = 0x61;
  data.set(deflateSync(PROFILE), 3);
  return data;
}

describe('PNG header', () => {
  it.each(TYPES)('tells colour and alpha of type %i with %i bits', (colour, depth) => {
    expect(sourceOf(writePng(recipe(colour, depth)))).toMatchObject({
      format: 'png',
      width: 53,
      height: 41,
      frames: 1,
      orientation: 1,
      interlaced: false,
      alpha: colour >= 4,
      colour: colour === 0 || colour === 4 ? 'grey' : 'rgb',
    });
  });

  it('tells interlacing, and alpha by tRNS', () => {
    const bytes = writePng({ ...recipe(2, 8, { interlaced: true }), extra: [['tRNS', new Uint8Array(6)]] });
    expect(sourceOf(bytes)).toMatchObject({ interlaced: true, alpha: true });
  });

  it('ignores a tRNS that its colour type may not have, or of a wrong length', () => {
    const type6 = writePng({ ...recipe(6, 8), extra: [['tRNS', new Uint8Array(6)]] });
    expect(sourceOf(type6).alpha).toBe(true);
    const short = writePng({ ...recipe(2, 8), extra: [['tRNS', new Uint8Array(5)]] });
    expect(sourceOf(short).alpha).toBe(false);
    const plte = ['PLTE', new Uint8Array(6)] as const;
    const long = writePng({ ...recipe(3, 1), extra: [plte, ['tRNS', new Uint8Array(3)]] });
    expect(sourceOf(long).alpha).toBe(false);
  });

  it('shows nothing of Exif, as the vendor does, and is never turned by it', async () => {
    const bytes = await sharp(pixels)
      .withExif({ IFD0: { Orientation: '6', Make: 'A' } })
      .png()
      .toBuffer();
    expect(bytes.includes('eXIf')).toBe(true);
    expect(sourceOf(bytes).exif).toBeUndefined();
    expect(sourceOf(bytes).orientation).toBe(1);
  });

  it('asks for more until the pixels begin, and then for nothing', () => {
    const bytes = writePng({
      ...recipe(3, 8),
      extra: [...(recipe(3, 8).extra ?? []), ['tEXt', new Uint8Array(900)]],
    });
    const pixelsAt = Buffer.from(bytes).indexOf('IDAT') + 4;
    for (let length = 0; length < pixelsAt; length++) {
      expect(codec.readHeader(bytes.subarray(0, length), bytes.length), `${length} bytes`).toBe('more');
    }
    expect(codec.readHeader(bytes.subarray(0, pixelsAt), bytes.length)).toEqual(sourceOf(bytes));
  });

  it('opens the profile', async () => {
    const bytes = await sharp(pixels).withIccProfile('p3').png().toBuffer();
    expect(sourceOf(bytes).icc).toEqual(new Uint8Array((await sharp(bytes).metadata()).icc!));
  });

  it('opens the profile of a stream as long as any may be', () => {
    const file = writePng({ ...recipe(2, 8), extra: [['iCCP', profileIn(1 << 20)]] });
    expect(sourceOf(file).icc).toEqual(PROFILE);
  });

  it.each([
    ['no stream', new Uint8Array([0x61, 0, 0, 1, 2, 3])],
    ['no name', new Uint8Array([0, 0, 1, 2, 3])],
    ['nothing', new Uint8Array()],
    ['no end', new Uint8Array([0x61, 0, 0, 0x78, 0x9c])],
    ['a stream of more bytes than any profile', profileIn((1 << 20) + 1)],
  ])('has no profile when iCCP has %s', (_, data) => {
    expect(sourceOf(writePng({ ...recipe(2, 8), extra: [['iCCP', data]] })).icc).toBeUndefined();
  });

  it('tells density in centimetres, or without a unit', async () => {
    const bytes = await sharp(pixels).withMetadata({ density: 254 }).png().toBuffer();
    expect(sourceOf(bytes).density).toEqual({ unit: 3, x: 100, y: 100 });
    const ratio = new Uint8Array([0, 0, 0, 4, 0, 0, 0, 3, 0]);
    expect(sourceOf(writePng({ ...recipe(2, 8), extra: [['pHYs', ratio]] })).density).toEqual({
      unit: 1,
      x: 4,
      y: 3,
    });
  });

  const changes: readonly (readonly [what: string, at: number, value: number])[] = [
    ['a width of 0', 19, 0],
    ['a height of 0', 23, 0],
    ['a width of 2³¹ and more', 16, 0x80],
    ['a depth of 3', 24, 3],
    ['a colour type of 1', 25, 1],
    ['a palette of 16 bits', 24, 16],
    ['another compression', 26, 1],
    ['another filter method', 27, 1],
    ['another interlacing', 28, 2],
    ['no IHDR', 12, 0],
  ];
  it.each(changes)('is refused with %s', (_, at, value) => {
    const bytes = writePng({ ...recipe(3, 8) });
    bytes[at] = value;
    expect(() => codec.readHeader(bytes, bytes.length)).toThrow(ProcessError);
  });

  it('is known by its signature alone', () => {
    const bytes = writePng(recipe(0, 8));
    expect(codec.sniff(bytes)).toBe(true);
    bytes[4] = 0x0a;
    expect(codec.sniff(bytes)).toBe(false);
    expect(codec.sniff(bytes.subarray(0, 7))).toBe(false);
  });
});
