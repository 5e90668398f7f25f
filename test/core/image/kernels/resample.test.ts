import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import initialise, { resize } from '@jsquash/resize/lib/resize/pkg/squoosh_resize.js';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainKernels } from '../../../../src/core/image/kernels/plain.ts';
import type { Rect, Size } from '../../../../src/core/image/picture.ts';
import { collect, picture, pixels, psnr, window } from '../../../codecs/raster/pictures.ts';

const whole = (size: Size): Rect => ({ x: 0, y: 0, ...size });

async function resample(
  bytes: Uint8Array<ArrayBuffer>,
  from: Size,
  to: Size,
  { opaque = true, kept = whole(to), rows = 16 } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return collect(plainKernels.resample(picture(bytes, from, opaque, rows), to, kept));
}

const side = fc.integer({ min: 1, max: 90 });
const size = fc.record({ width: side, height: side });

describe('resample', () => {
  it('keeps a flat picture flat, at any ratio and any alpha', async () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        colour,
        fc.integer({ min: 32, max: 255 }),
        async (from, to, colour, alpha) => {
          const flat = new Uint8Array(from.width * from.height * 4).map(
            (_, i) => [...colour, alpha][i % 4] ?? 0,
          );
          const shown = await resample(flat, from, to, { opaque: alpha === 255 });
          expect(shown.every((value, i) => value === [...colour, alpha][i % 4])).toBe(true);
        },
      ),
    );
  });

  it('changes nothing when the size stays', async () => {
    const from = { width: 31, height: 17 };
    const bytes = pixels(from, 7, true);
    expect(await resample(bytes, from, from)).toEqual(bytes);
  });

  it('gives in a window what the whole has there, however the bands are cut', async () => {
    const jobs = fc.tuple(size, size, fc.integer({ min: 1, max: 20 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(
        jobs.chain(([from, to, rows, opaque]) =>
          fc.tuple(fc.constant({ from, to, rows, opaque }), window(to)),
        ),
        async ([{ from, to, rows, opaque }, kept]) => {
          const bytes = pixels(from, 3, opaque);
          const all = await resample(bytes, from, to, { opaque });
          const part = await resample(bytes, from, to, { opaque, kept, rows });
          for (let y = 0; y < kept.height; y++) {
            const at = ((kept.y + y) * to.width + kept.x) * 4;
            const row = part.subarray(y * kept.width * 4, (y + 1) * kept.width * 4);
            expect(row).toEqual(all.subarray(at, at + kept.width * 4));
          }
        },
      ),
    );
  });

  it('lets no colour of clear pixels through', async () => {
    const from = { width: 40, height: 40 };
    // Green shows; red lies under alpha 0.
    const bytes = new Uint8Array(40 * 40 * 4);
    for (let i = 0; i < 1600; i++)
      bytes.set((i % 7) + (i >> 5) > 20 ? [0, 200, 0, 255] : [255, 0, 0, 0], i * 4);
    for (const to of [
      { width: 13, height: 11 },
      { width: 77, height: 90 },
    ]) {
      const shown = await resample(bytes, from, to, { opaque: false });
      for (let i = 0; i < shown.length; i += 4) expect(shown[i]).toBe(0);
    }
  });

  it('goes on from means that a decoder made', async () => {
    const job = fc.record({
      width: fc.integer({ min: 20, max: 200 }),
      height: fc.integer({ min: 20, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(job, fc.constantFrom(2, 3, 5), async (from, cell) => {
        const to = { width: Math.floor(from.width / cell / 2), height: Math.floor(from.height / cell / 2) };
        fc.pre(to.width > 0 && to.height > 0);
        // The cells that resampling itself would choose.
        fc.pre(
          Math.floor(from.width / to.width / 2) === cell && Math.floor(from.height / to.height / 2) === cell,
        );
        const bytes = pixels(from, cell, true);
        const means = { ...picture(...meansOf(bytes, from, cell)), averaged: { ...from, cell } };
        const once = await collect(plainKernels.resample(means, to, whole(to)));
        const expected = await resample(bytes, from, to);
        expect(once.every((value, i) => Math.abs(value - (expected[i] ?? 0)) <= 1)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('ends its input when it has what it needs', async () => {
    const from = { width: 20, height: 1000 };
    let rows = 0;
    let released = false;
    const source = picture(pixels(from, 1, true), from, true, 10);
    const counted = {
      ...source,
      async *bands() {
        try {
          for await (const band of source.bands()) {
            rows += 10;
            yield band;
          }
        } finally {
          released = true;
        }
      },
    };
    await collect(
      plainKernels.resample(counted, { width: 10, height: 500 }, { x: 0, y: 100, width: 10, height: 20 }),
    );
    expect(rows).toBeLessThan(300);
    expect(released).toBe(true);
  });
});

/** Means of cells of `cell` × `cell` pixels, the last ones of fewer, as a picture's makings. */
function meansOf(
  bytes: Uint8Array,
  { width, height }: Size,
  cell: number,
): [Uint8Array<ArrayBuffer>, Size, boolean] {
  const size = { width: Math.ceil(width / cell), height: Math.ceil(height / cell) };
  const out = new Uint8ClampedArray(size.width * size.height * 4);
  for (let i = 0; i < out.length; i++) {
    const [x, y] = [(i >> 2) % size.width, Math.floor((i >> 2) / size.width)];
    const [right, bottom] = [Math.min(width, (x + 1) * cell), Math.min(height, (y + 1) * cell)];
    let sum = 0;
    for (let row = y * cell; row < bottom; row++) {
      for (let column = x * cell; column < right; column++)
        sum += bytes[(row * width + column) * 4 + (i % 4)] ?? 0;
    }
    out[i] = sum / ((right - x * cell) * (bottom - y * cell));
  }
  return [new Uint8Array(out.buffer), size, true];
}

/** Real-number Lanczos-3 over every pixel, without cells or rounding in between: what the best could be. */
function reference(bytes: Uint8Array, from: Size, to: Size): Uint8Array {
  const across = weigh(from.width, to.width);
  const down = weigh(from.height, to.height);
  const rows = new Float64Array(to.width * from.height * 4);
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < to.width; x++) {
      for (const [at, weight] of across[x] ?? []) {
        for (let c = 0; c < 4; c++) {
          rows[(y * to.width + x) * 4 + c]! += (bytes[(y * from.width + at) * 4 + c] ?? 0) * weight;
        }
      }
    }
  }
  const out = new Uint8ClampedArray(to.width * to.height * 4);
  for (let y = 0; y < to.height; y++) {
    for (let i = 0; i < to.width * 4; i++) {
      let sum = 0;
      for (const [at, weight] of down[y] ?? []) sum += (rows[at * to.width * 4 + i] ?? 0) * weight;
      out[y * to.width * 4 + i] = sum;
    }
  }
  return new Uint8Array(out.buffer);
}

function weigh(from: number, to: number): [at: number, weight: number][][] {
  const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  const step = from / to;
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * step - 0.5;
    const taps: [number, number][] = [];
    for (let at = Math.ceil(centre - 3 * step); at <= centre + 3 * step; at++) {
      const x = (at - centre) / step;
      taps.push([Math.min(Math.max(at, 0), from - 1), sinc(x) * sinc(x / 3)]);
    }
    const sum = taps.reduce((sum, [, weight]) => sum + weight, 0);
    return taps.map(([at, weight]) => [at, weight / sum]);
  });
}

/** Rings that are finer and finer, of three colours: moiré shows wherever frequencies fold. */
function rings({ width, height }: Size): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const wave = (x * x + y * y) / (width * 1.6);
    for (let c = 0; c < 3; c++) bytes[i * 4 + c] = 128 + 120 * Math.cos(wave + c);
  }
  return bytes;
}

describe('quality', () => {
  const from = { width: 640, height: 480 };
  const widths = [639, 500, 320, 213, 160, 131, 100, 80, 64, 33];

  async function sources(): Promise<[string, Uint8Array<ArrayBuffer>][]> {
    const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
    const soft = sharp({ create: { ...from, channels: 3, background: '#888', noise } })
      .blur(1.2)
      .ensureAlpha();
    return [
      ['rings', rings(from)],
      ['soft noise', new Uint8Array(await soft.raw().toBuffer())],
    ];
  }

  it.each(widths)('of a shrink from 640 to %i is that of libvips', async (width) => {
    const to = { width, height: Math.round((width * 3) / 4) };
    for (const [name, bytes] of await sources()) {
      const best = reference(bytes, from, to);
      const ours = await resample(bytes, from, to);
      const raw = { ...from, channels: 4 } as const;
      const vips = sharp(bytes, { raw })
        .removeAlpha()
        .resize({ ...to, fit: 'fill', kernel: 'lanczos3' });
      const theirs = new Uint8Array(await vips.ensureAlpha().raw().toBuffer());
      expect(psnr(ours, best), name).toBeGreaterThan(psnr(theirs, best) - 0.3);
    }
  });

  describe('beside @jsquash/resize', () => {
    const METHOD = { catmullRom: 1, lanczos3: 3 };
    beforeAll(async () => {
      const url = import.meta.resolve('@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm');
      await initialise(readFileSync(fileURLToPath(url)));
    });

    it.each([
      [1280, 960, METHOD.catmullRom],
      [700, 500, METHOD.catmullRom],
      [320, 240, METHOD.lanczos3],
      [101, 77, METHOD.lanczos3],
    ])('is the same at %i × %i', async (width, height, method) => {
      const bytes = pixels(from, 21, false).map((value, i) => (i % 4 === 3 ? 64 + (value >> 1) : value));
      const soft = new Uint8Array(
        await sharp(bytes, { raw: { ...from, channels: 4 } })
          .blur(2)
          .raw()
          .toBuffer(),
      );
      const theirs = resize(soft, from.width, from.height, width, height, method, true, false);
      const ours = await resample(soft, from, { width, height }, { opaque: false });
      expect(psnr(ours, new Uint8Array(theirs))).toBeGreaterThan(45);
    });
  });
});
