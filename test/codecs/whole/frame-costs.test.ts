/** Plans of files of many frames: each frame is work, however small it is, and so are the bytes that are read for one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeEngine } from '../../../scripts/lib/engine.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import type { Engine } from '../../../src/core/engine/engine.ts';
import { OSS_LIMITS } from '../../../src/core/engine/plan/limits.ts';
import { planJob, type PlanTools } from '../../../src/core/engine/plan/plan.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import { gifOf } from '../gif/files.ts';
import { headerOf } from '../headers.ts';
import { apngOf } from '../png/files.ts';

const DOT = { place: { x: 0, y: 0, width: 1, height: 1 }, indices: 3 };
const dots = (count: number) =>
  gifOf(
    { width: 1, height: 1 },
    Array.from({ length: count }, () => DOT),
  );

let tools: PlanTools;
let engine: Engine;
beforeAll(async () => {
  const modules = await loadModules();
  engine = await nodeEngine();
  tools = {
    codecs: createCodecs(modules, { animatedPng: true }),
    kernels: createKernels(modules.raster),
    limits: { ...OSS_LIMITS, cost: 10_000 },
    limitPolicy: 'result',
  };
});

const planned = (source: Source, chain: string) => planJob(source, engine.parse(`image/${chain}`), tools);
const sourceOf = (file: Uint8Array, format: 'gif' | 'png' = 'gif') =>
  headerOf(tools.codecs.get(format)!, file);

describe('a GIF of ten thousand frames of a pixel', () => {
  it.each([
    ['webp', 2000],
    ['png', 500],
    ['gif', 300],
  ])('as %s is planned as %d ms of work and more', (format, least) => {
    const { cost, context } = planned(sourceOf(dots(10_000)), `format,${format}`);
    expect(context.frames).toBe(10_000);
    expect(cost).toBeGreaterThan(least);
  });

  it('is planned as one frame where it stands still', () => {
    expect(planned(sourceOf(dots(10_000)), 'format,jpg').cost).toBeLessThan(10);
  });
});

it.each(['webp', 'gif', 'png'])(
  'a million frames of a pixel as %s are refused before any is read',
  (format) => {
    const source = { ...sourceOf(dots(2)), frames: 1_000_000, bytes: 17_000_000 };
    expect(() => planned(source, `format,${format}`)).toThrow(/s of computing/);
  },
);

describe('the first of many frames', () => {
  const SIZE = { width: 400, height: 400 };
  const whole = {
    place: { x: 0, y: 0, ...SIZE },
    indices: Array.from({ length: 160_000 }, (_, i) => (i * 7919) % 8),
  };

  it('of a GIF costs the bytes it is made of', () => {
    const alone = sourceOf(gifOf(SIZE, [whole]));
    const followed = sourceOf(gifOf(SIZE, [whole, ...Array.from({ length: 500 }, () => DOT)]));
    expect(followed.stillBytes).toBeGreaterThanOrEqual(alone.bytes - 1);
    expect(followed.stillBytes).toBeLessThan(alone.bytes + 100);
    expect(planned(followed, 'format,jpg').cost).toBeGreaterThanOrEqual(
      planned(alone, 'format,jpg').cost * 0.999,
    );
  });

  it('of a PNG costs the bytes of its default image', () => {
    const tiny = { place: { x: 0, y: 0, width: 1, height: 1 }, colour: [1, 2, 3, 255] };
    const file = apngOf(SIZE, [
      { place: whole.place, colour: [9, 8, 7, 255] },
      ...Array.from({ length: 50 }, () => tiny),
    ]);
    const { stillBytes } = sourceOf(file, 'png');
    expect(stillBytes).toBeGreaterThan(100);
    expect(stillBytes).toBeLessThan(file.length - 50 * 50);
  });
});
