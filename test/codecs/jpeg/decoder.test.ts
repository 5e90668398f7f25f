import fc from 'fast-check';
import sharp, { type JpegOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { keepInstance } from '../../../src/codecs/instance.ts';
import type { JpegDecodeExports } from '../../../src/codecs/jpeg/decode-kernel.ts';
import { jpegDecoder } from '../../../src/codecs/jpeg/decoder.ts';
import { collect } from '../raster/pictures.ts';
import { scenery, segment, writeJpeg } from './files.ts';
import {
  cropped,
  decode,
  decoder,
  newCodec,
  psnr,
  reference,
  sourceOf,
  wholeOf,
  wishFor,
  worst,
  module,
} from './support.ts';

const SAMPLINGS = [
  '1x1,1x1,1x1',
  '2x1,1x1,1x1',
  '1x2,1x1,1x1',
  '2x2,1x1,1x1',
  '4x1,1x1,1x1',
  '1x4,1x1,1x1',
  '4x2,1x1,1x1',
  '3x1,1x1,1x1',
  '1x3,1x1,1x1',
  '2x2,2x1,1x2',
  '1x1,2x2,1x1',
  '1x1',
  '2x2',
  '1x1,1x1,1x1,1x1',
];

function componentsOf(sampling: string) {
  return sampling.split(',').map((factors) => ({ h: Number(factors[0]), v: Number(factors[2]) }));
}

describe('samplings', () => {
  for (const sampling of SAMPLINGS) {
    for (const extra of [{}, { restart: 3 }, { apart: true }]) {
      it(`${sampling} ${JSON.stringify(extra)} is what sharp shows`, async () => {
        const components = componentsOf(sampling);
        for (const [width, height] of [
          [67, 45],
          [17, 90],
          [1, 1],
          [8, 9],
        ] as const) {
          const bytes = writeJpeg({ width, height, components, sample: scenery, ...extra });
          expect(psnr(await decode(bytes), await reference(bytes))).toBeGreaterThan(
            components.length === 4 ? 24 : 33,
          );
        }
      });
    }
  }
});

async function photo(width: number, height: number, options: JpegOptions, grey = false): Promise<Uint8Array> {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = Math.floor(i / 3);
    const x = pixel % width;
    pixels[i] = scenery(x, (pixel - x) / width, i % 3) + ((i * 2654435761) % 13);
  }
  const picture = sharp(pixels, { raw: { width, height, channels: 3 } });
  return new Uint8Array(await (grey ? picture.toColourspace('b-w') : picture).jpeg(options).toBuffer());
}

const KINDS = [
  ['4:2:0', { chromaSubsampling: '4:2:0' }, false],
  ['4:4:4', { chromaSubsampling: '4:4:4', quality: 95 }, false],
  ['grey', {}, true],
  ['progressive 4:2:0', { progressive: true }, false],
  ['progressive 4:4:4', { progressive: true, chromaSubsampling: '4:4:4', quality: 97 }, false],
  ['progressive grey', { progressive: true }, true],
] as const;

describe.each(KINDS)('%s', (kind, options, grey) => {
  it('decodes every small size as sharp does', async () => {
    for (let side = 1; side <= 17; side++) {
      for (const [width, height] of [
        [side, side],
        [side, 18 - side],
        [120, side],
      ] as const) {
        const bytes = await photo(width, height, options, grey);
        expect(psnr(await decode(bytes), await reference(bytes))).toBeGreaterThan(40);
      }
    }
  });

  it('shrinks by 2, 4, 8 and more as a full-resolution filter does', async () => {
    const bytes = await photo(640, 480, options, grey);
    for (const size of [
      [320, 240],
      [160, 120],
      [80, 60],
      [200, 151],
      [31, 77],
      [5, 3],
    ] as const) {
      const scale = { width: size[0], height: size[1] };
      const wish = wishFor({ width: 640, height: 480 }, { scale });
      // Stored chroma of an eighth is an eighth too, half as dense as luma.
      const least = scale.width === 80 && kind === 'progressive 4:2:0' ? 24 : 34;
      expect(psnr(await decode(bytes, wish), await reference(bytes, scale))).toBeGreaterThan(least);
    }
  });

  it('a window is that part of the whole, at any cut and scale', async () => {
    const bytes = await photo(203, 151, options, grey);
    const range = (most: number) =>
      fc
        .tuple(fc.nat(most - 1), fc.nat(most - 1))
        .map(([a, b]) => [Math.min(a, b), Math.abs(a - b) + 1] as const);
    const within = (width: number, height: number) =>
      fc.tuple(range(width), range(height)).map(([[x, w], [y, h]]) => ({
        x,
        y,
        width: Math.min(w, width - x),
        height: Math.min(h, height - y),
      }));
    const job = fc
      .tuple(within(203, 151), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 300 }))
      .chain(([cut, width, height]) =>
        within(width, height).map((window) => ({ cut, scale: { width, height }, window })),
      );
    await fc.assert(
      fc.asyncProperty(job, async ({ cut, scale, window }) => {
        const whole = await decode(bytes, { cut, scale, window: wholeOf(scale) });
        const part = await decode(bytes, { cut, scale, window });
        expect(worst(part, cropped(whole, scale.width, window))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('regions', () => {
  it('a cut of a 4:4:4 picture is that part of the picture', async () => {
    for (const progressive of [false, true]) {
      const bytes = await photo(300, 200, { chromaSubsampling: '4:4:4', progressive });
      const whole = await decode(bytes);
      for (const cut of [
        { x: 37, y: 91, width: 120, height: 55 },
        { x: 299, y: 199, width: 1, height: 1 },
        { x: 0, y: 100, width: 300, height: 1 },
      ]) {
        expect(worst(await decode(bytes, wishFor(cut, { cut })), cropped(whole, 300, cut))).toBe(0);
      }
    }
  });

  it('an odd cut of a 4:2:0 picture keeps chroma in its place', async () => {
    const bytes = await photo(300, 200, {});
    const cut = { x: 37, y: 91, width: 121, height: 55 };
    expect(
      psnr(await decode(bytes, wishFor(cut, { cut })), cropped(await decode(bytes), 300, cut)),
    ).toBeGreaterThan(45);
  });

  it('a cut is scaled as if it were the picture', async () => {
    const bytes = await photo(300, 200, { chromaSubsampling: '4:4:4' });
    const cut = { x: 37, y: 11, width: 200, height: 150 };
    const alone = await sharp(cropped(await decode(bytes), 300, cut), {
      raw: { width: 200, height: 150, channels: 4 },
    })
      .resize(90, 60, { fit: 'fill' })
      .raw()
      .toBuffer();
    expect(
      psnr(
        await decode(bytes, {
          cut,
          scale: { width: 90, height: 60 },
          window: wholeOf({ width: 90, height: 60 }),
        }),
        alone,
      ),
    ).toBeGreaterThan(36);
  });
});

function catmullRom(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

it('enlarges grey as Catmull-Rom is defined, with the edge repeated', async () => {
  const [width, height, across, down] = [40, 30, 133, 190];
  const bytes = await photo(width, height, {}, true);
  const small = await decode(bytes);
  const at = (x: number, y: number) => {
    const [cx, cy] = [((x + 0.5) * width) / across - 0.5, ((y + 0.5) * height) / down - 0.5];
    let sum = 0;
    let total = 0;
    for (let j = Math.max(0, Math.ceil(cy - 2)); j <= Math.min(height - 1, cy + 2); j++) {
      for (let i = Math.max(0, Math.ceil(cx - 2)); i <= Math.min(width - 1, cx + 2); i++) {
        const weight = catmullRom(cx - i) * catmullRom(cy - j);
        sum += weight * (small[(j * width + i) * 4] ?? 0);
        total += weight;
      }
    }
    return Math.max(0, Math.min(255, sum / total));
  };
  const large = await decode(bytes, wishFor({ width, height }, { scale: { width: across, height: down } }));
  for (let pixel = 0; pixel < across * down; pixel += 7) {
    const expected = at(pixel % across, Math.floor(pixel / across));
    expect(Math.abs((large[pixel * 4] ?? 0) - expected)).toBeLessThan(2);
  }
});

it('reads the height that a DNL segment gives', async () => {
  const bytes = writeJpeg({
    width: 70,
    height: 50,
    components: componentsOf('2x2,1x1,1x1'),
    sample: scenery,
    lateHeight: true,
  });
  const early = writeJpeg({
    width: 70,
    height: 50,
    components: componentsOf('2x2,1x1,1x1'),
    sample: scenery,
  });
  expect(sourceOf(bytes)).toMatchObject({ width: 70, height: 50 });
  expect(worst(await decode(bytes), await decode(early))).toBe(0);
});

it.each([
  ['a comment', segment(0xfe, [0xff, 0xdc, 0, 4, 0, 7])],
  ['a comment with a length that DNL has not', segment(0xfe, [0xff, 0xdc, 0, 3, 0, 7])],
  [
    'a small picture in Exif',
    segment(0xe1, [...Buffer.from('Exif\0\0'), 0xff, 0xda, 0xff, 0xdc, 0, 4, 0, 7]),
  ],
])('takes no height from %s before the scan', (_, before) => {
  const recipe = {
    width: 20,
    height: 12,
    components: componentsOf('1x1'),
    sample: scenery,
    lateHeight: true,
  };
  const file = writeJpeg({ ...recipe, segments: [Uint8Array.from(before)] });
  expect(sourceOf(file)).toMatchObject({ width: 20, height: 12 });
});

it.each([
  [0, undefined],
  [3, undefined],
  [4, 12],
  [5, undefined],
  [0x104, undefined],
])('takes a height from a segment of two bytes alone: of length %i it is %s', (length, height) => {
  const recipe = {
    width: 20,
    height: 12,
    components: componentsOf('1x1'),
    sample: scenery,
    lateHeight: true,
  };
  const file = Buffer.from(writeJpeg(recipe));
  file.writeUInt16BE(length, file.indexOf(Uint8Array.of(0xff, 0xdc)) + 2);
  if (height === undefined) expect(() => sourceOf(file)).toThrow('it has no height');
  else expect(sourceOf(file)).toMatchObject({ height });
});

it('reads RGB that says so by its names', async () => {
  const components = [
    { h: 1, v: 1, id: 82 },
    { h: 1, v: 1, id: 71 },
    { h: 1, v: 1, id: 66 },
  ];
  const bytes = writeJpeg({ width: 40, height: 40, components, sample: scenery });
  expect(psnr(await decode(bytes), await reference(bytes))).toBeGreaterThan(45);
});

it('puts a large progressive picture together in strips', async () => {
  const bytes = await photo(3600, 3500, { progressive: true, quality: 60 });
  const source = sourceOf(bytes);
  const wish = wishFor(source);
  const own = newCodec();
  let at = 0;
  let sum = 0;
  const expected = await reference(bytes);
  for await (const band of own.decoder.decode(bytes, source, wish).bands()) {
    for (let i = 0; i < band.length; i += 401) sum += Math.abs((band[i] ?? 0) - (expected[at + i] ?? 0));
    at += band.length;
  }
  expect(at).toBe(expected.length);
  expect(sum / (at / 401)).toBeLessThan(0.5);
});

it('keeps an even picture even, however it is cut and scaled', async () => {
  const size = { width: 1003, height: 807 };
  const file = await sharp({ create: { ...size, channels: 3, background: '#c86432' } })
    .jpeg({ quality: 95 })
    .toBuffer();
  const [red, green, blue] = await decode(file, wishFor(size, { scale: { width: 1, height: 1 } }));
  const side = (most: number) => fc.integer({ min: 1, max: most });
  await fc.assert(
    fc.asyncProperty(
      side(1003),
      side(807),
      fc.double({ min: 0.01, max: 1.3, noNaN: true }),
      async (...args) => {
        const [width, height, factor] = args;
        const scale = { width: Math.ceil(width * factor), height: Math.ceil(height * factor) };
        const cut = { x: size.width - width, y: size.height - height, width, height };
        const shown = await decode(file, wishFor(size, { cut, scale }));
        for (let at = 0; at < shown.length; at += 4)
          if (shown[at] !== red || shown[at + 1] !== green || shown[at + 2] !== blue)
            expect([at, ...shown.subarray(at, at + 3)]).toEqual([at, red, green, blue]);
      },
    ),
    { numRuns: 40 },
  );
});

describe('damage', () => {
  it.each([0, 1, 2, 3])('a restart interval of %i bytes is read from two on', async (length) => {
    const interval = Uint8Array.from([0xff, 0xdd, 0, 2 + length, ...[0, 0, 0].slice(0, length)]);
    const read = decode(writeJpeg({ ...recipe, segments: [interval] }));
    if (length < 2) await expect(read).rejects.toMatchObject({ code: 'BadRequest' });
    else expect(await read).toEqual(await decode(writeJpeg(recipe)));
  });

  const recipe = { width: 160, height: 160, components: componentsOf('2x2,1x1,1x1'), sample: scenery };

  it('shows what came before a file ends', async () => {
    const bytes = writeJpeg(recipe);
    const cut = { x: 0, y: 0, width: 160, height: 48 };
    const part = await decode(bytes.subarray(0, bytes.length / 2));
    expect(worst(cropped(part, 160, cut), cropped(await decode(bytes), 160, cut))).toBe(0);
  });

  it('leaves no marks to enter a file by that could not all be read', async () => {
    const bytes = writeJpeg(recipe);
    const kernel = keepInstance<JpegDecodeExports>(module);
    for (const [file, isSound] of [
      [bytes, true],
      [bytes.subarray(0, -300), false],
    ] as const) {
      const wish = { ...wishFor(recipe), parts: 2 };
      await collect(jpegDecoder(kernel).decode(file, sourceOf(bytes), wish));
      expect(kernel.use().decodeNoted() > 0).toBe(isSound);
    }
  });

  it('gives everything back when the rows are not read to their end', async () => {
    const bytes = await photo(800, 600, { progressive: true });
    const kernel = keepInstance<JpegDecodeExports>(module);
    const sizes = [];
    for (let round = 0; round < 5; round++) {
      for await (const band of jpegDecoder(kernel)
        .decode(bytes, sourceOf(bytes), wishFor({ width: 800, height: 600 }))
        .bands()) {
        if (band.length > 0) break;
      }
      sizes.push(kernel.bytes);
    }
    expect(new Set(sizes).size).toBe(1);
  });

  it('finds its place again at a restart marker', async () => {
    const bytes = writeJpeg({ ...recipe, restart: 10 });
    const whole = await decode(bytes);
    const third =
      [...bytes.keys()].filter((at) => bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xf8) === 0xd0)[2] ?? 0;
    bytes.fill(0x55, third + 4, third + 12);
    const below = { x: 0, y: 80, width: 160, height: 80 };
    expect(worst(cropped(await decode(bytes), 160, below), cropped(whole, 160, below))).toBe(0);
    const lost = Uint8Array.from([...bytes.subarray(0, third), ...bytes.subarray(third + 2)]);
    expect(worst(cropped(await decode(lost), 160, below), cropped(whole, 160, below))).toBe(0);
  });

  it('refuses a file without picture data', async () => {
    const bytes = writeJpeg(recipe);
    const scan = Buffer.from(bytes).indexOf(Uint8Array.of(0xff, 0xda));
    await expect(decode(bytes.subarray(0, scan + 14))).rejects.toMatchObject({
      code: 'BadRequest',
      status: 400,
    });
  });

  it('bounds the work of thousands of scans', async () => {
    const plain = await photo(2000, 1500, { progressive: true, chromaSubsampling: '4:4:4' });
    const scans = [...plain.keys()].filter((at) => plain[at] === 0xff && plain[at + 1] === 0xda);
    const last = plain.subarray(scans.at(-1), plain.length - 2);
    const tail = last.subarray(0, 60);
    const bomb = Buffer.concat([plain.subarray(0, -2), ...Array.from({ length: 20_000 }, () => tail)]);
    const started = performance.now();
    await decode(bomb, wishFor({ width: 2000, height: 1500 }, { scale: { width: 1000, height: 750 } }));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

it('plans what it holds', async () => {
  for (const [width, height, options] of [
    [2400, 1800, {}],
    [2400, 1800, { progressive: true }],
    [1200, 900, { progressive: true, chromaSubsampling: '4:4:4' }],
  ] as const) {
    const bytes = await photo(width, height, options);
    const source = sourceOf(bytes);
    for (const side of [width, 1000, 300, 40]) {
      const scale = { width: side, height: Math.ceil((side * height) / width) };
      const wish = wishFor(source, { scale });
      const own = newCodec();
      const before = own.held();
      for await (const band of own.decoder.decode(bytes, source, wish).bands())
        expect(band.length % 4).toBe(0);
      const held = own.held() - before;
      const { peakBytes } = decoder.plan(source, wish);
      expect(peakBytes).toBeGreaterThanOrEqual(held);
      expect(peakBytes).toBeLessThan(held * 1.5 + 300_000);
    }
  }
});
