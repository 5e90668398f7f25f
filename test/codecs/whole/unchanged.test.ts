/**
 * What is written for known pixels, and read from it, is the same to the bit on every machine, and until somebody means to
 * change it: caches and ETags outlive a release. That it is good, other tests say; what chooses among good ways (a mode, a
 * palette, a scan, a cost) shows nowhere else.
 */
import { crc32 } from 'node:zlib';
import { describe, it } from 'vitest';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import { toneOf } from '../../../src/codecs/heif/tone.ts';
import { profileOfCicp } from '../../../src/codecs/metadata/cicp.ts';
import { cmykToRgb } from '../../../src/codecs/metadata/icc.ts';
import { srgbConverter } from '../../../src/codecs/metadata/icc/to-srgb.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { joined } from '../../../src/core/image/bytes.ts';
import { keep } from '../../../src/core/image/geometry.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import type { DecodeWish } from '../../../src/core/engine/codec.ts';
import type { Format } from '../../../src/core/spec/source.ts';
import { gifOf } from '../gif/files.ts';
import { headerOf } from '../headers.ts';
import { QUADRANTS } from '../heif/quadrants.ts';
import { ARITHMETIC } from '../jpeg/arithmetic-files.ts';
import { scenery, writeJpeg } from '../jpeg/files.ts';
import { apngOf, recipe, writePng } from '../png/files.ts';
import { press, profileOf, screen } from '../metadata/profiles.ts';
import { collect, pixels as noise } from '../raster/pictures.ts';
import { codecs, keptIn, LARGE, modules, moving, PICTURES, type Told, written } from './known.ts';

const expectSame = keptIn(new URL('unchanged.json', import.meta.url));
const tuned = createCodecs(modules, { jpegEncoder: 'tuned' });

/** Bytes and sum of what was made, beside what is kept. */
function expectKept(name: string, bytes: Uint8Array | Uint8ClampedArray): void {
  expectSame(name, `${bytes.length} ${crc32(bytes).toString(16)}`);
}

const OPAQUE = ['photo', 'a rough photo', 'noise', 'a drawing of 12', 'a stripe'];
const JPEGS: readonly Told[] = [
  { quality: 20 },
  { quality: 80 },
  { quality: 80, interlace: true },
  { quality: 92, fullChroma: true },
  { quality: 100, fullChroma: true, interlace: true },
];
const WEBPS: readonly Told[] = [{ quality: 10 }, { quality: 75 }, { quality: 100 }];

const FILES: readonly (readonly [format: Format, picture: string, told: Told])[] = [
  ...OPAQUE.flatMap((name) => JPEGS.map((told) => ['jpg', name, told] as const)),
  ['jpg', 'grey', { grey: true }],
  ['jpg', 'grey', { grey: true, interlace: true, quality: 95 }],
  ['jpg', 'a large photo', { interlace: true }],
  ...['a pierced photo', 'a pierced drawing', ...OPAQUE].flatMap((name) =>
    WEBPS.map((told) => ['webp', name, told] as const),
  ),
  ['webp', 'a large photo', { quality: 60 }],
  ...Object.keys(PICTURES).map((name) => ['webp', name, { exact: true, quality: 100 }] as const),
  ['webp', 'a drawing of 12', { drawing: true }],
  ...Object.keys(PICTURES).flatMap((name) =>
    (['png', 'gif'] as const).map((format) => [format, name, {}] as const),
  ),
  ['png', 'grey', { grey: true }],
  ['gif', 'a large photo', { drawing: true }],
];

describe('a file', () => {
  it.each(FILES)('%s of %s, %j', async (format, name, told) => {
    expectKept(`${format} of ${name} ${JSON.stringify(told)}`, await written(name, format, told));
  });

  it.each(OPAQUE.flatMap((name) => JPEGS.map((told) => [name, told] as const)))(
    'tuned jpg of %s, %j',
    async (name, told) => {
      expectKept(`tuned jpg of ${name} ${JSON.stringify(told)}`, await written(name, 'jpg', told, tuned));
    },
  );

  it.each([
    ['gif', {}],
    ['gif', { drawing: true }],
    ['png', {}],
    ['webp', {}],
    ['webp', { drawing: true }],
    ['webp', { exact: true, quality: 100 }],
  ] as const)('moving %s, %j', async (format, told) => {
    expectKept(`moving ${format} ${JSON.stringify(told)}`, await moving(format, told));
  });
});

/** Of the whole to a size, and of a part of which a part is kept. */
const WISHES: readonly ((source: Size) => DecodeWish)[] = [
  keep,
  ...[0.8, 0.5, 0.3, 0.12, 0.03].map((part) => (source: Size) => {
    const scale = { width: Math.ceil(source.width * part), height: Math.ceil(source.height * part) };
    return { ...keep(source), scale, window: { x: 0, y: 0, ...scale } };
  }),
  ({ width, height }) => ({
    cut: { x: 3, y: 5, width: width - 4, height: height - 7 },
    scale: { width: width >> 2, height: height >> 1 },
    window: { x: 2, y: 1, width: (width >> 2) - 3, height: (height >> 1) - 2 },
    light: { margin: 2, exact: false },
  }),
  // The lower right corner alone, as it is and enlarged.
  ...[1, 2].map((times) => ({ width, height }: Size) => {
    const scale = { width: width * times, height: height * times };
    const [x, y] = [scale.width - 21, scale.height - 17];
    return { ...keep({ width, height }), scale, window: { x, y, width: 20, height: 16 } };
  }),
];

const ONE = { h: 1, v: 1 };

const SOURCES: Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>> = {
  'jpg, 4:2:0': () => written('a rough photo', 'jpg', {}),
  'jpg, large, 4:2:0': () => written('a large photo', 'jpg', {}),
  'jpg, 4:4:4 in scans': () => written('a large photo', 'jpg', { fullChroma: true, interlace: true }),
  'jpg, grey': () => written('grey', 'jpg', { grey: true }),
  ...Object.fromEntries(
    (
      [
        [2, 1, 3, false],
        [1, 2, 0, true],
        [4, 1, 5, true],
        [2, 2, 9, false],
      ] as const
    ).map(([h, v, restart, apart]) => [
      `jpg of ${h} × ${v}, restarts after ${restart}, scans apart ${apart}`,
      () => writeJpeg({ ...LARGE, components: [{ h, v }, ONE, ONE], restart, apart, sample: scenery }),
    ]),
  ),
  'jpg, arithmetic': () => ARITHMETIC[0]![1],
  ...Object.fromEntries(
    (
      [
        [0, 1],
        [2, 8],
        [2, 16],
        [3, 4],
        [4, 8],
        [6, 8],
      ] as const
    ).flatMap(([colour, depth]) =>
      [false, true].map((interlaced) => [
        `png ${colour} of ${depth} bits, interlaced ${interlaced}`,
        () => writePng(recipe(colour, depth, { interlaced })),
      ]),
    ),
  ),
  webp: () => written('a pierced photo', 'webp', {}),
  'webp, exact': () => written('a pierced photo', 'webp', { exact: true, quality: 100 }),
  gif: () => written('a rough photo', 'gif', {}),
  heic: () => QUADRANTS,
  'png, each row by its neighbours': () => writePng(recipe(6, 8, { filter: () => 4 })),
  'png of RGB, each row by its neighbours': () => writePng(recipe(2, 8, { filter: () => 4 })),
};

describe('pixels', () => {
  it.each(Object.entries(SOURCES))('of %s', async (name, make) => {
    const file = await make();
    const codec = [...codecs.values()].find((each) => each.sniff(file))!;
    const source = headerOf(codec, file);
    for (const [i, wishOf] of WISHES.entries()) {
      const wish = wishOf(source);
      codec.decoder!.plan(source, wish);
      expectKept(`${name}, wish ${i}`, await collect(codec.decoder!.decode(file, source, wish)));
    }
  });
});

/** Frames that are cleared, given back and laid over others, in places of their own. */
const CANVAS = { width: 90, height: 70 };
const FRAMES = Array.from({ length: 7 }, (_, i) => ({
  place: i === 0 ? { x: 0, y: 0, ...CANVAS } : { x: i * 5, y: i * 3, width: 50 - i * 4, height: 31 - i },
  colour: [i * 30, 250 - i * 20, i * 9, i % 3 === 1 ? 120 : 255],
  indices: i,
  transparent: i % 4 === 2 ? i : 7,
  delay: 10 + i,
  over: i % 2 === 1,
  interlaced: i === 4,
}));

const MOVING: Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>> = {
  gif: () =>
    gifOf(
      CANVAS,
      FRAMES.map((frame, i) => ({ ...frame, disposal: i % 4 })),
      3,
    ),
  png: () =>
    apngOf(
      CANVAS,
      FRAMES.map(({ delay, ...frame }, i) => ({ ...frame, delay: [delay, 100], dispose: i % 3 })),
      {
        plays: 2,
        hidden: [1, 2, 3, 255],
      },
    ),
  'gif of ours': () => moving('gif', {}),
  'png of ours': () => moving('png', {}),
  'webp of ours': () => moving('webp', {}),
};

describe('frames', () => {
  it.each(Object.entries(MOVING))('of %s', async (name, make) => {
    const file = await make();
    const codec = [...codecs.values()].find((each) => each.sniff(file))!;
    const source = headerOf(codec, file);
    for (const [i, wishOf] of WISHES.entries()) {
      const wish = { ...wishOf(source), moving: true };
      codec.decoder!.plan(source, wish);
      let at = 0;
      for await (const { picture, delay } of codec.decoder!.frames!(file, source, wish)) {
        expectKept(`${name}, wish ${i}, frame ${at++} for ${delay}`, await collect(picture));
      }
    }
  });
});

/** What moves pixels through several rooms at once: turns in planes and in strips, reduced decoding, a second scaling. */
const CHAINS = [
  'rotate,90',
  'rotate,180',
  'rotate,270/resize,w_60',
  'crop,x_31,y_17,w_60,h_50/resize,w_23/rotate,90',
  'resize,w_12',
  'resize,w_40/resize,w_90,limit_0/sharpen,150',
  'blur,r_9,s_4/rotate,33',
];

describe('results', () => {
  it.each([
    'jpg, large, 4:2:0',
    'jpg, 4:4:4 in scans',
    'jpg, grey',
    'png 6 of 8 bits, interlaced true',
    'webp',
  ])('of %s', async (name) => {
    const file = Uint8Array.from(await SOURCES[name]!());
    for (const scaling of ['gamma', 'linear', 'best'] as const) {
      const engine = await nodeEngine({ parts: { scaling } });
      for (const chain of CHAINS) {
        const job = { chain: engine.parse(`image/${chain}`), size: file.length, body: bodyOf(file) };
        expectKept(`${name}, ${chain}, ${scaling}`, joined((await engine.render(job)).chunks));
      }
    }
  });
});

describe('colours', () => {
  const bytes = noise({ width: 32, height: 32 }, 9, true);
  const PRIMARIES = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 22];
  const TRANSFERS = [1, 4, 5, 8, 9, 10, 13, 14, 16, 17, 18];

  it.each(['grey', 'rgb'] as const)('of %s by the numbers of ITU-T H.273', (model) => {
    for (const [primaries, transfer] of [...PRIMARIES.map((n) => [n, 4]), ...TRANSFERS.map((n) => [1, n])]) {
      const profile = profileOfCicp({ primaries: primaries!, transfer: transfer! }, model);
      const band = new Uint8ClampedArray(bytes);
      if (profile) srgbConverter(profile, model)?.(band);
      expectKept(`${model} by ${primaries} and ${transfer}`, new Uint8Array(band.buffer));
      expectKept(`the profile of ${model} by ${primaries} and ${transfer}`, profile ?? new Uint8Array());
    }
  });

  it.each(['mft1', 'mft2', 'mAB '] as const)('by the tables of a profile, as %s', (type) => {
    const inks = new Uint8ClampedArray(bytes.length);
    cmykToRgb(profileOf(press, type))(bytes, inks, bytes.length / 4);
    expectKept(`inks by ${type}`, inks);
    const lights = new Uint8ClampedArray(bytes);
    srgbConverter(profileOf(screen, type, 'RGB '), 'rgb')!(lights);
    expectKept(`lights by ${type}`, lights);
  });

  it('of inks without a profile, and of much light', () => {
    const inks = new Uint8ClampedArray(bytes.length);
    cmykToRgb(undefined)(bytes, inks, bytes.length / 4);
    expectKept('inks by no profile', inks);
    for (const transfer of [16, 18]) {
      for (const primaries of [1, 9, 12]) {
        const tone = toneOf({ primaries, transfer, matrix: 9, fullRange: true })!;
        const band = new Uint8ClampedArray(bytes.length);
        for (let at = 0; at < bytes.length; at += 4)
          tone(bytes[at]!, bytes[at + 1]! + 0.3, bytes[at + 2]! - 0.7, band, at);
        expectKept(`tones of ${transfer} and ${primaries}`, band);
      }
    }
  });
});
