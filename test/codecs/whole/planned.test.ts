/**
 * What headers tell, and what jobs are planned to take, by number, until somebody means to change it: the ledger, the queue and the budget of
 * computing go by nothing else. Other tests hold plans to what is really held; a constant that is a little off shows here.
 */
import { crc32 } from 'node:zlib';
import { it } from 'vitest';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { parseChain } from '../../../src/core/engine/chain/parse.ts';
import { OSS_LIMITS } from '../../../src/core/engine/plan/limits.ts';
import { planJob } from '../../../src/core/engine/plan/plan.ts';
import { EVERY_OPERATION } from '../../../src/core/ops/index.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { bmpOf } from '../bmp/files.ts';
import { gifOf } from '../gif/files.ts';
import { headerOf } from '../headers.ts';
import { QUADRANTS } from '../heif/quadrants.ts';
import { recipe, writePng } from '../png/files.ts';
import { basic, writeTiff } from '../tiff/files.ts';
import { keptIn, modules, moving, SIZE, stored, written } from './known.ts';

const expectSame = keptIn(new URL('planned.json', import.meta.url));

/** A JPEG whose frame header (T.81, B.2.2) says that it is much larger. */
function enlarged(file: Uint8Array): Uint8Array {
  const large = Uint8Array.from(file);
  const at = large.findIndex((byte, i) => byte === 0xff && [0xc0, 0xc2].includes(large[i + 1]!));
  large.set([0x07, 0xd1, 0x0b, 0xb9], at + 5);
  return large;
}

/** A PNG whose header says so. */
function widened(file: Uint8Array): Uint8Array {
  const large = Uint8Array.from(file);
  large.set([0, 0, 0x09, 0xc5, 0, 0, 0x07, 0xd3], 16);
  return large;
}

const CANVAS = { width: 300, height: 200 };
const FRAMES = [0, 1, 2].map((i) => ({
  place: { x: 0, y: 0, ...CANVAS },
  colour: [i, 9, 9, 255],
  indices: i,
}));
const GREY = Array.from({ length: 99 * 50 }, (_, at) => at & 255);

/** A profile, as far as headers look at one (ICC.1, 7.2): colours of RGB, for a display. */
const PROFILE = new Uint8Array(200).fill(7);
PROFILE.set([0, 0, 0, 200], 0);
PROFILE.set(Buffer.from('mntrRGB XYZ '), 12);
PROFILE.set(Buffer.from('acsp'), 36);
const MORE = { icc: PROFILE, orientation: 6 };

const SOURCES: Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>> = {
  'a JPEG': async () => enlarged(await written('a rough photo', 'jpg', {})),
  'a JPEG in scans, 4:4:4': async () =>
    enlarged(await written('a rough photo', 'jpg', { interlace: true, fullChroma: true })),
  'a grey JPEG': async () => enlarged(await written('grey', 'jpg', { grey: true })),
  'a PNG': () => widened(writePng(recipe(2, 8, { compress: stored }))),
  'an interlaced PNG': () => widened(writePng(recipe(6, 16, { interlaced: true, compress: stored }))),
  'a PNG of few colours': () => writePng(recipe(3, 4, { compress: stored })),
  'a WebP': () => written('a large photo', 'webp', {}),
  'a pierced WebP': () => written('a pierced photo', 'webp', {}),
  'a WebP without loss': () => written('a drawing of 900', 'webp', { exact: true, quality: 100 }),
  'a GIF': () => written('a large photo', 'gif', {}),
  'a moving GIF': () => gifOf(CANVAS, FRAMES),
  'a moving PNG': () => moving('png', {}),
  'a moving WebP': () => moving('webp', {}),
  'a BMP': () => bmpOf({ width: 99, height: 50, depth: 8, palette: [[1, 2, 3]], stored: GREY }),
  'a TIFF': () =>
    writeTiff({
      fields: basic(SIZE, { rows: 20 }),
      segments: [0, 1, 2, 3].map((i) => new Uint8Array(20 * 303 + i)),
    }),
  'a HEIC': () => QUADRANTS,
  'a JPEG that says more': () => written('photo', 'jpg', MORE),
  'a WebP that says more': () => written('a pierced photo', 'webp', MORE),
  'a WebP without loss that does': () => written('photo', 'webp', { ...MORE, exact: true, quality: 100 }),
  'a PNG that says more': () => written('a pierced photo', 'png', MORE),
};

const CHAINS = [
  'resize,w_500,limit_0',
  'resize,w_90',
  'resize,w_20/rotate,90',
  'crop,x_5,y_6,w_40,h_30',
  'crop,x_5,y_6,w_40,h_30/resize,w_13,h_9,m_fixed/rotate,180',
  'rotate,270',
  'rotate,33',
  'blur,r_20,s_10',
  'blur,r_20,s_10/resize,w_30',
  'sharpen,120',
  'bright,20/contrast,-30',
  'circle,r_20/rounded-corners,r_9',
  'resize,m_pad,w_120,h_110',
  'format,jpg/interlace,1/quality,Q_70',
  'format,png',
  'format,webp/quality,q_50',
  'format,gif',
  'format,bmp',
  'format,avif',
  'quality,Q_60/bytes,5000/format,jpg',
] as const;

/** All that a header tells; bytes by their number and sum. */
function headerText(source: Source): string {
  return JSON.stringify(source, (_, value: unknown) =>
    value instanceof Uint8Array ? `${value.length} bytes, ${crc32(value).toString(16)}` : value,
  );
}

/** Numbers of a plan, and how the file is read. */
function planText(source: Source, chain: string, scaling: 'gamma' | 'linear' | 'best'): string {
  // A table of its own: what instances hold by now is part of a plan.
  const tools = {
    codecs: createCodecs(modules, { animatedPng: true }),
    kernels: createKernels(modules.raster),
    limits: OSS_LIMITS,
    limitPolicy: 'result',
    scaling,
  } as const;
  const plan = planJob(source, parseChain(`image/${chain}`, EVERY_OPERATION), tools);
  const { workBytes, peakBytes, promisedBytes, resultBytes, cost, workCost, bandsCost, decode, turning } =
    plan;
  const bytes = [workBytes, peakBytes, promisedBytes, resultBytes].join(' ');
  const costs = [workCost, cost, bandsCost].map((ms) => ms.toFixed(2)).join(' ');
  return `${bytes} bytes, ${costs} ms, ${decode.route}, ${turning.parts.length} parts`;
}

it.each(Object.entries(SOURCES))('%s', async (name, make) => {
  const file = await make();
  const codec = [...createCodecs(modules).values()].find((each) => each.sniff(file))!;
  const source = headerOf(codec, file);
  expectSame(`${name}, its header`, headerText(source));
  for (const chain of CHAINS) expectSame(`${name}, ${chain}`, planText(source, chain, 'gamma'));
  expectSame(`${name}, in linear light`, planText(source, 'resize,w_30', 'linear'));
  expectSame(`${name}, in linear light throughout`, planText(source, 'resize,w_30', 'best'));
});
