import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadModules } from '../../../scripts/lib/modules.ts';
import type { JpegDecodeExports } from '../../../src/codecs/jpeg/decode-kernel.ts';
import { jpegDecoder } from '../../../src/codecs/jpeg/decoder.ts';
import { readHeader } from '../../../src/codecs/jpeg/header.ts';
import { type ChromaSampling, JpegPlanes, planesOf } from '../../../src/codecs/jpeg/planes.ts';
import { planeTurns } from '../../../src/codecs/jpeg/turned-planes.ts';
import { keepInstance } from '../../../src/codecs/instance.ts';
import { createKernels } from '../../../src/codecs/raster/kernels.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { parseChain } from '../../../src/core/engine/chain/parse.ts';
import { OSS_LIMITS } from '../../../src/core/engine/plan/limits.ts';
import { planJob } from '../../../src/core/engine/plan/plan.ts';
import { keep, type Turn, turnSize, whole } from '../../../src/core/image/geometry.ts';
import { turnedParts } from '../../../src/core/image/kernels/turn.ts';
import type { Rect, Size } from '../../../src/core/image/picture.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import { photograph } from '../whole/photograph.ts';

const modules = await loadModules();
const kernel = keepInstance<JpegDecodeExports>(modules.jpeg);
const decoder = jpegDecoder(kernel);

/** Rows of one component. */
interface Plane extends Size {
  readonly samples: Uint8Array;
}

/** All planes, filled up to whole MCUs as the encoder takes them. */
function planesIn(picture: JpegPlanes, sampling: ChromaSampling): Plane[] {
  const factor = picture.components === 3 && sampling === '4:2:0' ? 2 : 1;
  const columns = Math.ceil(picture.width / (8 * factor)) * 8 * factor;
  const rows: Uint8Array[][] = Array.from({ length: picture.components }, () => []);
  for (const row of picture.mcuRows(sampling)) {
    if (typeof row === 'number') continue;
    for (const [i, at] of [row.y, row.cb, row.cr].slice(0, picture.components).entries()) {
      const stride = i === 0 ? row.yStride : row.chromaStride;
      const divisor = i === 0 ? 1 : factor;
      for (let y = 0; y < (8 * factor) / divisor; y++) {
        const from = at + y * stride;
        rows[i]!.push(new Uint8Array(kernel.use().memory.buffer, from, columns / divisor).slice());
      }
    }
  }
  return rows.map((lines) => ({
    width: lines[0]!.length,
    height: lines.length,
    samples: Uint8Array.from(lines.flatMap((line) => [...line])),
  }));
}

/** A plane of `size`, mirrored and turned sample by sample, then filled up to `filled`. */
function turnedBySamples(plane: Plane, size: Size, turn: Turn, filled: Size): Uint8Array {
  const shown = turnSize(size, turn);
  const samples = new Uint8Array(filled.width * filled.height);
  for (let y = 0; y < filled.height; y++) {
    for (let x = 0; x < filled.width; x++) {
      let [column, row] = [Math.min(x, shown.width - 1), Math.min(y, shown.height - 1)];
      let { height } = shown;
      let { width } = shown;
      // Each quarter turn backwards: counterclockwise, what is at the right comes to the top.
      for (let q = 0; q < turn.quarters; q++) {
        [column, row] = [row, width - 1 - column];
        [width, height] = [height, width];
      }
      if (turn.mirror) column = width - 1 - column;
      samples[y * filled.width + x] = plane.samples[row * plane.width + column]!;
    }
  }
  return samples;
}

const TURNS = fc.record({
  quarters: fc.constantFrom(1 as const, 2 as const, 3 as const),
  mirror: fc.boolean(),
});

/** All of a picture, and where an odd side is flipped a pixel before it: pairs are counted from its last one. */
function pairedPart({ width, height }: Size, { quarters, mirror }: Turn, factor: number): Rect {
  const left = quarters >= 2 !== mirror ? width % factor : 0;
  const top = quarters === 1 || quarters === 2 ? height % factor : 0;
  return { x: -left, y: -top, width: width + left, height: height + top };
}

describe('turned planes', () => {
  it.each([
    ['4:2:0', 3],
    ['4:4:4', 3],
    ['4:2:0', 1],
  ] as const)('in %s, of %i components, are the samples turned', async (sampling, components) => {
    const turns = planeTurns(kernel, sampling);
    const side = fc.integer({ min: 1, max: 90 });
    await fc.assert(
      fc.asyncProperty(side, side, TURNS, fc.boolean(), async (width, height, turn, inStrips) => {
        const size = { width, height };
        const image = photograph(size).removeAlpha();
        const file = await (components === 1 ? image.toColourspace('b-w') : image).jpeg().toBuffer();
        const source = readHeader(file, file.length);
        if (source === 'more') throw new Error('the file is whole');
        const wish = keep(size);
        const make = ({ x, y, ...part }: Rect) =>
          decoder.decode(file, source, { ...wish, window: { x, y, ...part } });
        const parts = turnedParts(size, turn, { ...turns, bytes: inStrips ? 1 : 1 << 24 });
        const planes = planesOf(make(whole(size)), kernel)!;
        expect(planes.components).toBe(components);
        const found = planesIn(planes.turned(turn, parts, make) as JpegPlanes, sampling);
        const factor = components === 3 && sampling === '4:2:0' ? 2 : 1;
        const paired = planesOf(make(pairedPart(size, turn, factor)), kernel)!;
        const [luma] = planesIn(planes, sampling);
        const [, ...chroma] = planesIn(paired, sampling);
        for (const [i, plane] of [luma!, ...chroma].entries()) {
          const divisor = i === 0 ? 1 : factor;
          const held = { width: Math.ceil(width / divisor), height: Math.ceil(height / divisor) };
          const { samples, ...filled } = found[i]!;
          expect(samples, `component ${i}`).toEqual(turnedBySamples(plane, held, turn, filled));
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([false, true])(
    'are given back, strip by strip, where nobody reads to the end: %s',
    async (breaksOff) => {
      const size = { width: 800, height: 608 };
      const file = await photograph(size).jpeg().toBuffer();
      const source = readHeader(file, file.length);
      if (source === 'more') throw new Error('the file is whole');
      const make = ({ x, y, ...part }: Rect) =>
        decoder.decode(file, source, { ...keep(size), window: { x, y, ...part } });
      const turn = { quarters: 1, mirror: false } as const;
      const parts = turnedParts(size, turn, { ...planeTurns(kernel, '4:2:0'), bytes: 1 << 18 });
      expect(parts.length).toBeGreaterThan(1);
      const held = new Set<number>();
      for (let round = 0; round < 5; round++) {
        const turned = planesOf(make(whole(size)), kernel)!.turned(turn, parts, make) as JpegPlanes;
        for (const row of turned.mcuRows('4:2:0')) if (breaksOff && typeof row !== 'number') break;
        held.add(kernel.bytes);
      }
      expect(held.size).toBe(1);
    },
  );
});

describe('a turn is planned in planes', () => {
  const TOOLS = {
    kernels: createKernels(modules.raster),
    limits: OSS_LIMITS,
    limitPolicy: 'result',
  } as const;
  const codecs = createCodecs(modules);

  it.each([
    ['rotate,90', {}, true],
    ['rotate,180/quality,q_50', {}, true],
    ['auto-orient,1', { orientation: 6 }, true],
    ['resize,w_50/rotate,270', {}, true],
    ['rotate,90/interlace,1', {}, true],
    ['rotate,90', { width: 301, height: 201 }, true],
    ['resize,w_51,h_31,m_fixed/rotate,180', {}, true],
    ['rotate,90/bright,20', {}, false],
    ['rotate,90/format,png', {}, false],
    ['rotate,90/watermark,text_SGk', {}, false],
  ])('%s of %j: %s', async (chain, other, isNative) => {
    const file = await photograph({ width: 300, height: 200 }).jpeg().toBuffer();
    const source = readHeader(file, file.length);
    if (source === 'more') throw new Error('the file is whole');
    const plan = planJob({ ...source, ...other }, parseChain(`image/${chain}`, OPERATIONS), {
      ...TOOLS,
      codecs,
    });
    expect(plan.turning.isNative).toBe(isNative);
  });

  it.each([2, 3, 4, 5, 6, 7, 8])(
    'and the largest of odd sides is made: orientation %i',
    async (orientation) => {
      for (const progressive of [false, true]) {
        const file = await photograph({ width: 300, height: 200 }).jpeg({ progressive }).toBuffer();
        const source = readHeader(file, file.length);
        if (source === 'more') throw new Error('the file is whole');
        const large = { ...source, width: 18_257, height: 13_693, bytes: 20 * 1024 * 1024, orientation };
        const { cost, workBytes } = planJob(large, parseChain('image/auto-orient,1', OPERATIONS), {
          ...TOOLS,
          codecs,
        });
        expect(cost).toBeLessThan(8000);
        // Beside it there is room for a result as large as the file.
        expect(workBytes).toBeLessThan((96 - 20) * 1024 * 1024);
      }
    },
  );

  it('but not where another encoder writes, or pixels leave their profile', async () => {
    const icc = await photograph({ width: 300, height: 200 }).withIccProfile('p3').jpeg().toBuffer();
    const source = readHeader(icc, icc.length);
    if (source === 'more') throw new Error('the file is whole');
    const chain = parseChain('image/rotate,90', OPERATIONS);
    const small = createCodecs(modules, { jpegEncoder: 'small' });
    expect(planJob(source, chain, { ...TOOLS, codecs }).turning.isNative).toBe(true);
    expect(planJob(source, chain, { ...TOOLS, codecs: small }).turning.isNative).toBe(false);
  });
});
