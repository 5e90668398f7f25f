import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/core/image/geometry.ts';
import { scaleTo } from '../../../src/core/image/geometry.ts';
import { collectPicture, heldPicture } from '../../../src/core/image/bands.ts';
import { turnPicture } from '../../../src/core/image/kernels/turn.ts';
import type { Band, Rect, Size } from '../../../src/core/image/picture.ts';
import { readPicture, type HeifPicture } from '../../../src/codecs/heif/picture.ts';
import { configurationOf } from '../../../src/codecs/heif/configuration.ts';
import { photograph } from '../whole/photograph.ts';
import { codecOf, show } from './decode.ts';
import { box, heifFile, ispe } from './files.ts';
import { COLOURS, QUADRANTS } from './quadrants.ts';
import { headerOf } from '../headers.ts';

describe('HEIC', () => {
  it('shows the colours that were coded', async () => {
    const { pixels, size } = await show(QUADRANTS);
    expect(size).toEqual({ width: 64, height: 48 });
    expectQuadrants(pixels, size, [0, 1, 2, 3]);
  });

  it.each([
    ['irot', '00', [0, 1, 2, 3]],
    ['irot', '01', [1, 3, 0, 2]],
    ['irot', '02', [3, 2, 1, 0]],
    ['irot', '03', [2, 0, 3, 1]],
    ['imir', '00', [2, 3, 0, 1]],
    ['imir', '01', [1, 0, 3, 2]],
  ])('turned by %s %s', async (name, value, order) => {
    const { pixels, size } = await show(quadrantFile({ transforms: [box(name, value)] }));
    const lies = name === 'irot' && Number(value) % 2 === 1;
    expect(size).toEqual(lies ? { width: 48, height: 64 } : { width: 64, height: 48 });
    expectQuadrants(pixels, size, order);
  });

  it('takes transparency from an auxiliary picture', async () => {
    const { pixels, source } = await show(quadrantFile({ alpha: true }));
    expect(source.alpha).toBe(true);
    const [red, , , light] = COLOURS.map(([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b);
    expect(pixels[(10 * 64 + 10) * 4 + 3]).toBeCloseTo(red!, -1);
    expect(pixels[(40 * 64 + 50) * 4 + 3]).toBeCloseTo(light!, -1);
  });

  it.each(TURNS())('every tile of a grid lies where it belongs: turned %o', async (turn, transforms) => {
    const grid = await show(gridFile(transforms));
    const upright = await show(gridFile([]));
    const expected = await turnedPixels(upright.pixels, upright.size, turn);
    expect(difference(grid.pixels, expected)).toBe(0);
  });

  it.each(TURNS())(
    'averages what is shrunk, as the mean of what is shown: turned %o',
    async (_, transforms) => {
      const file = gridFile(transforms);
      const whole = await show(file);
      for (const cell of [2, 4]) {
        const to = { width: whole.size.width / cell / 2, height: whole.size.height / cell / 2 };
        const shrunk = await show(file, scaleTo(whole.size, to));
        // Where a line is read backwards, its end must be that of a cell.
        const made = Math.round(whole.size.width / shrunk.size.width);
        expect(made).toBeGreaterThanOrEqual(2);
        expect(difference(shrunk.pixels, means(whole.pixels, whole.size, made))).toBeLessThan(3);
      }
    },
  );

  it('gives any cut of a grid as that part of the whole', async () => {
    for (const [, transforms] of TURNS()) {
      const whole = await show(gridFile(transforms));
      for (const cut of [
        { x: 0, y: 0, width: 5, height: 7 },
        { x: 33, y: 21, width: 57, height: 43 },
      ]) {
        const part = await show(gridFile(transforms), { ...scaleTo(cut, cut), cut });
        expect(difference(part.pixels, cutOf(whole.pixels, whole.size, cut))).toBe(0);
      }
    }
  });

  it('shows what is there of a grid that is cut off, and refuses one without a tile', async () => {
    const file = gridFile([]);
    const codedBytes = coded.bytes()!.length;
    const { pixels, size } = await show(file.slice(0, file.length - 1));
    expect([...pixels.subarray(0, 3)]).toEqual(expect.arrayContaining([expect.any(Number)]));
    expect([...pixels.subarray(-4)]).toEqual([0, 0, 0, 255]);
    expect(size).toEqual({ width: 120, height: 90 });
    await expect(show(file.slice(0, file.length - 4 * codedBytes + 1))).rejects.toThrow(/damaged/);
    await expect(show(gridFile([], 'none'))).rejects.toMatchObject({ detail: { ec: '0040-00000020' } });
  });

  it('refuses a bitstream that is larger than it said', async () => {
    const small = quadrantFile({ transforms: [], size: { width: 8, height: 8 } });
    const { size } = await show(small);
    expect(size).toEqual({ width: 8, height: 8 });
  });

  it('is left to others when it is switched off', async () => {
    const { createCodecs } = await import('../../../src/codecs/registry.ts');
    const { loadModules } = await import('../../../scripts/lib/modules.ts');
    const codec = createCodecs(await loadModules(), { heic: 'off' }).get('heic')!;
    expect(codec.decoder).toBeUndefined();
    expect(headerOf(codec, QUADRANTS)).toMatchObject({ width: 64, height: 48 });
  });
});

describe('AVIF', () => {
  it.each(['4:2:0', '4:4:4'])('of %s looks as libvips shows it', async (chromaSubsampling) => {
    const file = await photograph({ width: 161, height: 121 })
      .avif({ quality: 90, effort: 2, chromaSubsampling })
      .toBuffer();
    const { pixels } = await show(new Uint8Array(file));
    const expected = await sharp(file).ensureAlpha().raw().toBuffer();
    expect(difference(pixels, new Uint8ClampedArray(expected))).toBeLessThan(2);
  });

  it('keeps transparency, and averages what is shrunk', async () => {
    const size = { width: 96, height: 64 };
    const raw = Buffer.alloc(96 * 64 * 4, 200);
    for (let i = 3; i < raw.length; i += 4) raw[i] = i % 384 < 192 ? 0 : 128;
    const file = new Uint8Array(
      await sharp(raw, { raw: { ...size, channels: 4 } })
        .avif()
        .toBuffer(),
    );
    const { pixels, source } = await show(file);
    expect(source.alpha).toBe(true);
    expect(pixels[3]).toBeLessThan(6);
    expect(pixels[95 * 4 + 3]).toBeCloseTo(128, -1);
    const shrunk = await show(file, scaleTo(size, { width: 24, height: 16 }));
    expect(shrunk.size).toEqual({ width: 48, height: 32 });
    expect(difference(shrunk.pixels, means(pixels, size, 2))).toBeLessThan(1);
  });

  it('ends in its own sub-code when it is damaged', async () => {
    const file = new Uint8Array(await photograph({ width: 64, height: 64 }).avif().toBuffer());
    await expect(show(file.slice(0, file.length - 40))).rejects.toMatchObject({
      code: 'BadRequest',
      detail: { ec: '0040-00000021' },
    });
    const spoilt = file.map((byte, at) => (at > file.length - 300 ? ~byte : byte));
    await show(spoilt).catch((error: unknown) => expect(error).toMatchObject({ code: 'BadRequest' }));
    expect((await show(file)).size).toEqual({ width: 64, height: 64 });
  });

  it('plans no more for a large picture than the service has, or refuses it', () => {
    const size = { width: 4000, height: 3000 };
    const header = box('av1C', '81 08 0c 00');
    const file = heifFile({
      brand: 'avif',
      primary: 1,
      items: [{ id: 1, type: 'av01', properties: [1, 2], extents: [[0, 100]] }],
      properties: [ispe(4000, 3000), header],
    });
    const codec = codecOf('avif');
    const source = headerOf(codec, file);
    expect(codec.decoder!.plan(source, scaleTo(size, { width: 400, height: 300 })).peakBytes).toBeGreaterThan(
      2 ** 27,
    );
  });
});

const read = readPicture(QUADRANTS, true) as HeifPicture;
const coded = read.colour.tiles[0]!;
const hvcC = box('hvcC', configurationOf(coded)!.data);

interface Quadrants {
  readonly transforms?: readonly Buffer[];
  readonly alpha?: boolean;
  readonly size?: Size;
}

/** The coded picture as a single item, turned; its own luma is its transparency when that is asked for. */
function quadrantFile({
  transforms = [],
  alpha = false,
  size = { width: 64, height: 48 },
}: Quadrants): Uint8Array {
  const data = coded.bytes()!;
  const auxC = box('auxC', '00000000', Buffer.from('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0'));
  const properties = [ispe(size.width, size.height), hvcC, ...transforms, auxC];
  const shown = { id: 1, type: 'hvc1', properties: [1, 2, ...transforms.map((_, i) => i + 3)] };
  const hidden = { id: 2, type: 'hvc1', properties: [1, 2, properties.length] };
  const make = (at: number) => {
    const extents = [[at, data.length]] as const;
    return heifFile({
      primary: 1,
      items: [{ ...shown, extents }, ...(alpha ? [{ ...hidden, extents }] : [])],
      properties,
      references: alpha ? [['auxl', 2, [1]]] : [],
      behind: data,
    });
  };
  return make(make(0).length - data.length);
}

/** Four times the coded picture, of which the grid shows 120 × 90. */
function gridFile(transforms: readonly Buffer[], tiles: 'all' | 'none' = 'all'): Uint8Array {
  const data = tiles === 'all' ? coded.bytes()! : new Uint8Array(40);
  const ids = [2, 3, 4, 5];
  const make = (at: number) =>
    heifFile({
      primary: 1,
      items: [
        {
          id: 1,
          type: 'grid',
          properties: [1, ...transforms.map((_, i) => i + 4)],
          method: 1,
          extents: [[0, 8]],
        },
        ...ids.map((id, i) => ({
          id,
          type: 'hvc1',
          properties: [2, 3],
          extents: [[at + i * data.length, data.length] as const],
        })),
      ],
      properties: [ispe(120, 90), ispe(64, 64), hvcC, ...transforms],
      references: [['dimg', 1, ids]],
      idat: '0000 01 01 0078 005a',
      behind: Buffer.concat(ids.map(() => data)),
    });
  return make(make(0).length - 4 * data.length);
}

/** All eight ways to turn, and the properties that do it. */
function TURNS(): [Turn, Buffer[]][] {
  return ([0, 1, 2, 3] as const).flatMap((quarters) =>
    [false, true].map((mirror): [Turn, Buffer[]] => [
      { quarters, mirror },
      [...(mirror ? [box('imir', '01')] : []), box('irot', `0${(4 - quarters) % 4}`)],
    ]),
  );
}

function turnedPixels(pixels: Band, size: Size, turn: Turn): Promise<Band> {
  return collectPicture(turnPicture(heldPicture(size, true, pixels), turn));
}

function cutOf(pixels: Band, size: Size, { x, y, width, height }: Rect): Band {
  const part: Band = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * size.width + x) * 4;
    part.set(pixels.subarray(from, from + width * 4), row * width * 4);
  }
  return part;
}

function means(pixels: Band, { width, height }: Size, cell: number): Band {
  const columns = Math.ceil(width / cell);
  const made: Band = new Uint8ClampedArray(columns * Math.ceil(height / cell) * 4);
  for (let at = 0; at < made.length; at++) {
    const [x, y] = [Math.floor(at / 4) % columns, Math.floor(at / 4 / columns)];
    const part = cutOf(
      pixels,
      { width, height },
      {
        x: x * cell,
        y: y * cell,
        width: Math.min(cell, width - x * cell),
        height: Math.min(cell, height - y * cell),
      },
    ).filter((__, i) => i % 4 === at % 4);
    made[at] = part.reduce((sum, level) => sum + level, 0) / part.length;
  }
  return made;
}

/** The mean difference of levels. */
function difference(a: Band, b: Band): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, level, at) => sum + Math.abs(level - b[at]!), 0) / a.length;
}

function expectQuadrants(pixels: Band, { width, height }: Size, order: readonly number[]): void {
  for (const [i, colour] of order.entries()) {
    const x = Math.floor(width * (i % 2 === 0 ? 0.2 : 0.8));
    const y = Math.floor(height * (i < 2 ? 0.2 : 0.8));
    const at = (y * width + x) * 4;
    for (const [channel, level] of COLOURS[colour]!.entries()) {
      expect(Math.abs(pixels[at + channel]! - level)).toBeLessThan(8);
    }
    expect(pixels[at + 3]).toBe(255);
  }
}
