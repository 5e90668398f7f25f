import { describe, expect, it } from 'vitest';
import type { Kept } from '../../../src/codecs/instance.ts';
import type { JpegEncodeExports } from '../../../src/codecs/jpeg/encode-kernel.ts';
import { type ChromaSampling, JpegPlanes, type McuRow } from '../../../src/codecs/jpeg/planes.ts';
import type { Picture, Size } from '../../../src/core/image/picture.ts';
import { picture } from '../raster/pictures.ts';
import { encoded, freshEncoder, greyScene, JPG, scene } from './encode-pictures.ts';

/** Weights of red, green and blue in 15-bit fixed point, as the kernel has them. */
const Y = [9798, 19_235, 3735];
const CB = [-5529, -10_855, 16_384];
const CR = [16_384, -13_720, -2664];

/** One sample from the sum of `2^extra` pixels, rounded once. */
function sample(sums: number[], weights: number[], offset: number, extra: number): number {
  const scale = 2 ** (15 + extra);
  const sum = sums.reduce((total, value, channel) => total + value * weights[channel]!, 0);
  return Math.max(0, Math.min(255, Math.floor((sum + scale / 2) / scale) + offset));
}

/** Planes made of RGBA in TypeScript, as a decoder would hand them over: in the memory of the encoder's kernel. */
class TestPlanes extends JpegPlanes {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  readonly kernel: Kept<JpegEncodeExports>;
  readonly #pixels: Uint8Array;

  constructor(
    pixels: Uint8Array,
    { width, height }: Size,
    components: 1 | 3,
    kernel: Kept<JpegEncodeExports>,
  ) {
    super();
    this.width = width;
    this.height = height;
    this.components = components;
    this.kernel = kernel;
    this.#pixels = pixels;
  }

  turned(): never {
    throw new Error('nobody turns it');
  }

  *mcuRows(sampling: ChromaSampling): Generator<McuRow> {
    const factor = sampling === '4:2:0' && this.components === 3 ? 2 : 1;
    const rows = 8 * factor;
    const stride = Math.ceil(this.width / 16) * 16;
    // The encoder stages no RGBA while it takes planes, so there is room.
    const y = this.kernel.use().encodeStaging();
    const cb = y + stride * rows;
    const cr = cb + (stride / factor) * 8;
    for (let top = 0; top < this.height; top += rows) {
      this.#fill(y, stride, rows, top, 1, Y, 0);
      if (this.components === 3) {
        this.#fill(cb, stride / factor, 8, top, factor, CB, 128);
        this.#fill(cr, stride / factor, 8, top, factor, CR, 128);
      }
      yield { y, yStride: stride, cb, cr, chromaStride: stride / factor };
    }
  }

  #fill(
    at: number,
    columns: number,
    rows: number,
    top: number,
    factor: number,
    weights: number[],
    offset: number,
  ) {
    const plane = new Uint8Array(this.kernel.use().memory.buffer, at, columns * rows);
    for (let i = 0; i < plane.length; i++) {
      const sums = this.#sums((i % columns) * factor, top + Math.floor(i / columns) * factor, factor);
      plane[i] = sample(sums, weights, offset, factor === 2 ? 2 : 0);
    }
  }

  /** Sums of the channels over `side` × `side` pixels; the last column and row are repeated. */
  #sums(x: number, y: number, side: number): number[] {
    const sums = [0, 0, 0];
    for (let i = 0; i < side * side; i++) {
      const column = Math.min(x + (i % side), this.width - 1);
      const row = Math.min(y + Math.floor(i / side), this.height - 1);
      for (const channel of sums.keys())
        sums[channel]! += this.#pixels[(row * this.width + column) * 4 + channel]!;
    }
    return sums;
  }
}

/** A picture that knows its planes, and whose bands nobody may ask for. */
function planar(planes: JpegPlanes): Picture {
  const { width, height } = planes;
  return {
    width,
    height,
    opaque: true,
    native: planes,
    bands: () => {
      throw new Error('the planes were not used');
    },
  };
}

describe('planes', () => {
  it.each([
    ['4:2:0', 3, { width: 83, height: 61 }],
    ['4:2:0', 3, { width: 17, height: 1 }],
    ['4:4:4', 3, { width: 40, height: 33 }],
    ['4:2:0', 1, { width: 25, height: 70 }],
  ] as const)(
    'in %s, of %d components, %j, give the bytes that RGBA gives',
    async (sampling, components, size) => {
      const pixels = components === 1 ? greyScene(size) : scene(size);
      const output = { ...JPG, grey: components === 1 };
      const { encoder, kernel } = freshEncoder({ sampling });
      const planes = new TestPlanes(pixels, size, components, kernel);
      const expected = await encoded(encoder, picture(pixels, size, true), output);
      expect(await encoded(encoder, planar(planes), output)).toEqual(expected);
    },
  );

  it('without chroma are written as one component even when nobody asked for grey', async () => {
    const size = { width: 30, height: 20 };
    const { encoder, kernel } = freshEncoder();
    const planes = new TestPlanes(greyScene(size), size, 1, kernel);
    const expected = await encoded(encoder, picture(greyScene(size), size, true), { ...JPG, grey: true });
    expect(await encoded(encoder, planar(planes), JPG)).toEqual(expected);
  });

  it('of another kernel are left alone', async () => {
    const size = { width: 30, height: 20 };
    const foreign = new TestPlanes(scene(size), size, 3, freshEncoder().kernel);
    const source = { ...picture(scene(size), size, true), native: foreign };
    const { encoder } = freshEncoder();
    const expected = await encoded(encoder, picture(scene(size), size, true), JPG);
    expect(await encoded(encoder, source, JPG)).toEqual(expected);
  });
});
