/** Portraits, stored lying on their side, fit into an isolate whatever is asked of them. Nothing is decoded here. */
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { parseChain } from '../../../src/core/engine/chain/parse.ts';
import { OSS_LIMITS } from '../../../src/core/engine/plan/limits.ts';
import { boundResult } from '../../../src/core/engine/plan/movement.ts';
import { planJob } from '../../../src/core/engine/plan/plan.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import type { Source } from '../../../src/core/spec/source.ts';

const CAPACITY = 96 * 1024 * 1024;

const STORE: Readonly<Record<string, (image: Sharp) => Sharp>> = {
  'baseline JPEG': (image) => image.jpeg({ quality: 88 }),
  'progressive JPEG': (image) => image.jpeg({ quality: 88, progressive: true }),
  PNG: (image) => image.png(),
  WebP: (image) => image.webp({ quality: 80 }),
  'lossless WebP': (image) => image.webp({ lossless: true }),
  'transparent WebP': (image) => image.ensureAlpha(0.5).webp({ quality: 80 }),
};
const SIZES: Readonly<Record<string, Size>> = {
  '12 MP': { width: 4032, height: 3024 },
  '24 MP': { width: 6000, height: 4000 },
  '48 MP': { width: 8000, height: 6000 },
  '108 MP': { width: 12_000, height: 9000 },
  '250 MP': { width: 17_000, height: 14_700 },
};
const CHAINS = [
  'auto-orient,1',
  'quality,q_80',
  'format,jpg',
  'format,png',
  'interlace,1/format,jpg',
  'resize,w_800',
  'crop,w_3000,h_3000',
  'blur,r_10,s_5',
  'circle,r_2000/format,jpg',
  'watermark,text_SGVsbG8/format,jpg',
];

const { jpeg, mozjpeg, ...others } = await loadModules();
const codecs = createCodecs({ jpeg, mozjpeg, ...others });
const tools = {
  codecs,
  kernels: createKernels(others.raster),
  limits: OSS_LIMITS,
  limitPolicy: 'result' as const,
};

async function sourceOf(format: string, size: Size, orientation: number): Promise<Source> {
  const image = sharp({ create: { width: 64, height: 48, channels: 3, background: '#456' } });
  const made = format === 'BMP' ? writeBmp() : await STORE[format]!(image).toBuffer();
  const file = new Uint8Array(made);
  const codec = [...codecs.values()].find(({ sniff }) => sniff(file))!;
  const source = codec.readHeader(file, file.length);
  if (source === 'more') throw new Error('the file is whole');
  const bytes = Math.min(OSS_LIMITS.bytes, Math.round(size.width * size.height * 0.6));
  const details: unknown = format === 'BMP' ? { ...(source.details as object), ...size } : source.details;
  return { ...source, ...size, bytes, orientation, details };
}

/** A BMP of 2 × 2 pixels of 24 bits; none can tell an orientation, but all can be turned. */
function writeBmp(): Buffer {
  const file = Buffer.alloc(70);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  for (const [at, value] of [40, 2, 2].entries()) file.writeUInt32LE(value, 14 + at * 4);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}

function planned(source: Source, chain: string): number {
  const plan = planJob(source, parseChain(`image/${chain}`, OPERATIONS), tools);
  return boundResult(plan, CAPACITY).peakBytes;
}

/**
 * What is beyond an isolate. A progressive file that is written progressively holds coefficients twice, and of one of 250
 * megapixels the history alone takes half of what there is.
 */
const BEYOND: readonly (readonly [format: RegExp, size: RegExp, chain: RegExp])[] = [
  [/progressive/, /108|250/, /interlace/],
  [/progressive/, /250/, /^(?!resize|circle)/],
  [/progressive/, /48/, /interlace/],
  // What a lossless picture says of its blocks may be as much as of every sixteenth pixel, three times over.
  [/lossless|transparent/, /24/, /interlace/],
  [/lossless|transparent/, /48/, /^(?!resize|crop)/],
  [/lossless|transparent/, /108|250/, /./],
];

/** A BMP of so many pixels does not fit, and a WebP is held whole while it is encoded. */
function inSmallerFormat(format: string, chain: string): string {
  return /WebP|BMP/.test(format) && !chain.includes('format') ? `${chain}/format,jpg` : chain;
}

const FORMATS = [...Object.keys(STORE), 'BMP'];

describe.each(FORMATS)('%s', (format) => {
  it.each(Object.keys(SIZES))('of %s fits in every orientation', async (name) => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const source = await sourceOf(format, SIZES[name]!, orientation);
      for (const chain of CHAINS) {
        if (BEYOND.some(([f, s, c]) => f.test(format) && s.test(name) && c.test(chain))) continue;
        const mib = planned(source, inSmallerFormat(format, chain)) / 2 ** 20;
        expect.soft(mib, `${chain} of orientation ${orientation}`).toBeLessThanOrEqual(96);
      }
    }
  });
});

it.each(['baseline JPEG', 'WebP'])('turning a %s adds no more than a strip', async (format) => {
  for (const chain of ['format,jpg', 'format,webp']) {
    const upright = planned(await sourceOf(format, SIZES['24 MP']!, 1), chain);
    const turned = planned(await sourceOf(format, SIZES['24 MP']!, 6), chain);
    expect((turned - upright) / 2 ** 20, chain).toBeLessThanOrEqual(25);
  }
});
