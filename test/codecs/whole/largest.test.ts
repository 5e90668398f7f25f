/** What the largest originals cost by their plans: every single action, into every format, is within the budget as shipped. */
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../src/core/engine/chain/parse.ts';
import { OSS_LIMITS } from '../../../src/core/engine/plan/limits.ts';
import { planJob } from '../../../src/core/engine/plan/plan.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import type { Format, Source } from '../../../src/core/spec/source.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';

const modules = await loadModules();
const codecs = createCodecs(modules);
const TOOLS = {
  codecs,
  kernels: createKernels(modules.raster),
  limits: OSS_LIMITS,
  limitPolicy: 'result',
} as const;
/** `CPU_BUDGET` as shipped, in milliseconds. */
const BUDGET = 10_000;
const BYTES = 20 << 20;
const SQUARE = { width: 15_811, height: 15_811 };

const small = (channels: 3 | 4): Sharp =>
  sharp({ create: { width: 64, height: 64, channels, background: { r: 9, g: 99, b: 200, alpha: 0.5 } } });

/** A source as large as may be, with the header of a small one. */
async function largest(format: Format, image: Sharp, size = SQUARE): Promise<Source> {
  const file = new Uint8Array(await image.toBuffer());
  const source = codecs.get(format)!.readHeader(file, file.length);
  if (source === 'more') throw new Error('a header does not end');
  return { ...source, ...size, bytes: BYTES };
}

const SOURCES: readonly (readonly [name: string, source: Source])[] = [
  ['baseline JPEG', await largest('jpg', small(3).jpeg())],
  ['turned JPEG', { ...(await largest('jpg', small(3).jpeg())), orientation: 6 }],
  ['grey JPEG', await largest('jpg', small(3).greyscale().jpeg())],
  ['PNG', await largest('png', small(3).png())],
  ['transparent PNG', await largest('png', small(4).png())],
  ['WebP', await largest('webp', small(3).webp(), { width: 16_383, height: 15_259 })],
  ['GIF', await largest('gif', small(3).gif())],
  ['TIFF', await largest('tiff', small(3).tiff({ compression: 'lzw' }))],
];

const RESULTS = ['jpg', 'png', 'webp', 'tiff'] as const;
const ACTIONS = [
  'resize,w_200',
  'resize,w_4096',
  'auto-orient,1',
  'crop,x_1,y_1',
  'indexcrop,x_5000,i_0',
  'circle,r_4096',
  'rounded-corners,r_30',
  'blur,r_3,s_2',
  'blur,r_5,s_50',
  'blur,r_23,s_50',
  'blur,r_50,s_50',
  'bright,20',
  'contrast,20',
  'sharpen,100',
  'watermark,text_SGVsbG8',
  'interlace,1',
  'quality,q_90',
];

/** Reference milliseconds of a chain on a source. */
function costOf(source: Source, action: string, format: string): number {
  return planJob(source, parseChain(`image/${action}/format,${format}`, OPERATIONS), TOOLS).cost;
}

describe.each(SOURCES)('the largest %s', (name, source) => {
  it.each(ACTIONS)('%s', (action) => {
    for (const format of RESULTS) {
      expect(costOf(source, action, format), `${name} ${action} ${format}`).toBeLessThan(BUDGET);
    }
  });
});

it('a JPEG of 250 megapixels is written in any format within half the budget', () => {
  const [, source] = SOURCES[0]!;
  for (const format of RESULTS) expect(costOf(source, 'auto-orient,1', format)).toBeLessThan(BUDGET / 2);
});
