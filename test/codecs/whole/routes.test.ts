/**
 * A chain gives the same picture whether the JPEG stays in planes, cut and scaled while it is decoded, or is decoded
 * whole to RGBA and goes through the picture steps one by one.
 */
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CodecTable, Decoder } from '../../../src/codecs/codec.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { keep } from '../../../src/core/image/geometry.ts';
import type { Engine } from '../../../src/core/engine/engine.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { photograph } from './photograph.ts';

const SIZE: Size = { width: 461, height: 347 };

/** Decodes everything at full size, to RGBA, and leaves cut and scale to the engine. */
function plainly(decoder: Decoder): Decoder {
  return {
    plan: (source) => ({ ...decoder.plan(source, keep(source)), did: 'none', route: 'full' }),
    decode(bytes, source) {
      const { native: _, ...picture } = decoder.decode(bytes, source, keep(source));
      return picture;
    },
  };
}

function withPlainJpeg(codecs: CodecTable): CodecTable {
  const jpg = codecs.get('jpg')!;
  return new Map([...codecs, ['jpg', { ...jpg, decoder: plainly(jpg.decoder!) }]]);
}

/** A JPEG of each orientation, 4:2:0 and 4:4:4, baseline and progressive in turns. */
const files: Uint8Array[] = [];
let planes: Engine;
let rgba: Engine;

beforeAll(async () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const chromaSubsampling = orientation % 4 < 2 ? '4:2:0' : '4:4:4';
    const image = photograph(SIZE).jpeg({
      quality: 92,
      chromaSubsampling,
      progressive: orientation % 2 === 0,
    });
    files[orientation] = new Uint8Array(await image.withMetadata({ orientation }).toBuffer());
  }
  planes = await nodeEngine();
  rgba = await nodeEngine({ parts: { codecs: withPlainJpeg(createCodecs(await loadModules())) } });
});

const side = fc.integer({ min: 40, max: 500 });
const offset = fc.integer({ min: 0, max: 150 });
const gravity = fc.constantFrom('nw', 'center', 'se', 'west');
const crop = fc
  .tuple(side, side, offset, offset, gravity)
  .map(([w, h, x, y, g]) => `crop,w_${w},h_${h},x_${x},y_${y},g_${g}`);
const resize = fc
  .tuple(fc.constantFrom('lfit', 'mfit', 'fill', 'fixed'), side, side, fc.constantFrom(0, 1))
  .map(([m, w, h, limit]) => `resize,m_${m},w_${w},h_${h},limit_${limit}`);
const rotate = fc.constantFrom('rotate,90', 'rotate,180', 'rotate,270');
const indexcrop = fc
  .tuple(fc.constantFrom('x', 'y'), fc.integer({ min: 60, max: 300 }), fc.integer({ min: 0, max: 3 }))
  .map(([axis, length, i]) => `indexcrop,${axis}_${length},i_${i}`);
const orient = fc.constantFrom('auto-orient,0', 'auto-orient,1');
/** One scaling: a second one works on what the first has rounded to bytes, on either route. */
const geometry = fc
  .tuple(fc.array(fc.oneof(crop, rotate, indexcrop), { maxLength: 2 }), fc.option(resize), fc.option(rotate))
  .map(([before, ...after]) => [...before, ...after.filter((step) => step !== null)]);

interface Pixels {
  readonly info: Size;
  readonly data: Uint8Array;
}

async function pixelsOf(engine: Engine, file: Uint8Array, text: string): Promise<Pixels> {
  const { chunks } = await engine.render({
    chain: engine.parse(text),
    size: file.length,
    body: bodyOf(file),
  });
  return sharp(Buffer.concat(chunks)).raw().toBuffer({ resolveWithObject: true });
}

/** Differences of samples, in levels of 256: their mean, what one in a hundred reaches, the largest. */
interface Difference {
  readonly mean: number;
  readonly high: number;
  readonly most: number;
}

/**
 * What the routes may differ by. Without a scaling it is rounding: 0.22, 2 and 5 at most in some hundreds of chains,
 * where the same picture one pixel aside differs by 1.4 and 30. A shrink in the transform passes more of the finest
 * detail than averaging does, which shows where the scene has fringes: 2.2, 8 and 18 at most in thousands.
 */
const TOLERANCE = {
  kept: { mean: 0.4, high: 4, most: 9 },
  scaled: { mean: 4, high: 14, most: 28 },
} satisfies Record<string, Difference>;

describe('planes and RGBA', () => {
  it('give the same picture, or the same refusal', async () => {
    const orientation = fc.integer({ min: 1, max: 8 });
    await fc.assert(
      fc.asyncProperty(orientation, orient, geometry, async (stored, first, steps) => {
        const text = ['image', first, ...steps, 'quality,Q_92'].join('/');
        const file = files[stored]!;
        const reference = await pixelsOf(rgba, file, text).catch(refusal);
        const ours = await pixelsOf(planes, file, text).catch(refusal);
        if (typeof ours === 'string' || typeof reference === 'string') expect(ours).toBe(reference);
        else expectAlike(ours, reference, text.includes('resize') ? TOLERANCE.scaled : TOLERANCE.kept);
      }),
      { numRuns: 150 },
    );
  });
});

/** What a chain that cannot be done is refused with. */
function refusal(error: unknown): string {
  if (error instanceof ProcessError) return error.message;
  throw error;
}

function expectAlike(ours: Pixels, reference: Pixels, { mean, high, most }: Difference): void {
  expect([ours.info.width, ours.info.height]).toEqual([reference.info.width, reference.info.height]);
  const found = difference(ours.data, reference.data);
  // In a sliver the mean is what a block or two was rounded to.
  if (ours.data.length >= 3000) expect(found.mean).toBeLessThan(mean);
  expect(found.high).toBeLessThanOrEqual(high);
  expect(found.most).toBeLessThanOrEqual(most);
}

function difference(a: Uint8Array, b: Uint8Array): Difference {
  const each = Uint8Array.from(a, (value, i) => Math.abs(value - b[i]!)).toSorted();
  const sum = each.reduce((total, value) => total + value, 0);
  return { mean: sum / each.length, high: each[Math.floor(each.length * 0.99)]!, most: each.at(-1)! };
}
