/** `bytes`: the quality is lowered until the result is small enough. */
import { describe, expect, it } from 'vitest';
import { OSS_LIMITS } from '../../../../src/core/engine/plan/limits.ts';
import type { Encoder } from '../../../../src/core/engine/codec.ts';
import { type Bends, plainCodecs, encodePlain, decodePlain } from '../../support/codec.ts';
import { jobOf, joined, plainEngine } from '../../support/engine.ts';
import { levels, scene } from '../../support/pictures.ts';

const PICTURE = scene({ width: 20, height: 10 });
const FILE = encodePlain(PICTURE, 'jpg');
/** Bytes of a piece of the result; there are as many as the quality. */
const PIECE = 100;

/** Files of a hundred bytes for each quality; what was encoded, how far, and how often the picture was decoded. */
function watched(bends: Bends = {}) {
  const tried: { quality: number; exact: boolean | undefined; pieces: number; red: number[] }[] = [];
  let decodes = 0;
  const plain = plainCodecs().get('jpg')!;
  const encode: Encoder['encode'] = async function* (picture, { quality, exact }) {
    const attempt = { quality, exact, pieces: 0, red: [] as number[] };
    tried.push(attempt);
    for await (const band of picture.bands()) {
      if (picture.width < 100) attempt.red.push(...band.filter((_, at) => at % 4 === 0));
      band.fill(0x5a);
    }
    for (; attempt.pieces < quality; attempt.pieces++) yield new Uint8Array(PIECE).fill(quality);
  };
  const codecs = plainCodecs({
    ...bends,
    decoder: {
      decode(...args) {
        decodes++;
        return plain.decoder!.decode(...args);
      },
    },
    encoder: { encode, ...bends.encoder },
  });
  const engine = plainEngine({ codecs });
  return {
    tried,
    get decodes() {
      return decodes;
    },
    render: (chain: string, file = FILE) => engine.render(jobOf(engine, file, `image/${chain}`)),
  };
}

describe('a result with the most bytes it may have', () => {
  it.each([
    // Near enough is good enough: 95 of a hundred.
    ['quality,Q_80/bytes,8000', [80], 80],
    ['quality,Q_80/bytes,9999', [80], 80],
    ['quality,Q_80/bytes,7999', [80, 40, 60, 70, 75, 77], 77],
    ['quality,Q_80/bytes,2050', [80, 40, 20], 20],
    ['quality,Q_80/bytes,101', [80, 40, 20, 10, 5, 2, 1], 1],
    // Nothing is small enough: the smallest there is.
    ['quality,Q_80/bytes,99', [80, 40, 20, 10, 5, 2, 1], 1],
    ['quality,Q_1/bytes,99', [1], 1],
    ['quality,Q_2/bytes,99', [2, 1], 1],
    ['bytes,4000/quality,Q_80/bytes,8000', [80], 80],
    // As many as the original has: 20 × 10 pixels and 12 bytes before them.
    ['quality,Q_80/bytes,source', [80, 40, 20, 10, 5, 7, 8], 8],
    // The format has no quality.
    ['format,png/bytes,1', [100], 100],
    ['quality,Q_80', [80], 80],
  ])('%s tries %j', async (chain, qualities, found) => {
    const { tried, render } = watched();
    const { chunks, plan } = await render(chain);
    expect(tried.map(({ quality }) => quality)).toEqual(qualities);
    expect(new Set(joined(chunks))).toEqual(new Set([found]));
    expect(plan?.output.quality).toBe(found);
  });

  it('finds the highest quality there is, in no more tries than were planned', async () => {
    for (let quality = 1; quality <= 100; quality++) {
      for (const most of [0, 1, quality - 1, Math.ceil(quality / 2)]) {
        const { tried, render } = watched();
        const { size, plan } = await render(`quality,Q_${quality}/bytes,${Math.max(1, most * PIECE)}`);
        expect(tried.length).toBeLessThanOrEqual(plan!.search!.encodes);
        expect(size / PIECE).toBeLessThanOrEqual(Math.max(1, most));
        expect(size / PIECE).toBeGreaterThanOrEqual(Math.min(quality, most) * 0.95);
      }
    }
  });

  it('gives up as soon as a result is too large', async () => {
    const { tried, render } = watched();
    await render('quality,Q_80/bytes,1000');
    expect(tried.map(({ pieces }) => pieces)).toEqual([10, 10, 10, 10]);
  });

  it('shows the encoder the same pixels each time, though it may change them', async () => {
    const { tried, render } = watched();
    await render('resize,w_10/quality,Q_80/bytes,150');
    expect(tried.length).toBe(7);
    expect(tried[0]!.red).toHaveLength(10 * 5);
    for (const { red } of tried) expect(red).toEqual(tried[0]!.red);
  });

  it('holds a small picture, and decodes a large one anew', async () => {
    const small = watched();
    const { plan } = await small.render('quality,Q_80/bytes,150');
    expect([small.decodes, plan?.search?.paints, plan?.search?.encodes]).toEqual([2, 2, 8]);
    const large = watched();
    const long = encodePlain(scene({ width: 4097, height: 1025 }), 'jpg');
    const made = await large.render('quality,Q_9/bytes,150', long);
    expect([large.decodes, made.plan?.search?.paints]).toEqual([4, 5]);
  });

  it('loses something where that is what it takes', async () => {
    const { tried, render } = watched({ source: { exact: true } });
    await render('quality,Q_100/bytes,5000');
    expect(tried.map(({ quality, exact }) => [quality, exact])).toEqual([
      [100, true],
      [50, false],
    ]);
  });

  it('is planned with all its tries', async () => {
    const { render } = watched({ encoder: { cost: () => 10, peakBytes: () => 5000 } });
    const once = (await render('quality,Q_80')).plan!;
    const often = (await render('quality,Q_80/bytes,1000')).plan!;
    expect(often.cost - once.cost).toBeCloseTo(once.workCost + 7 * 10);
    expect(often.peakBytes - once.peakBytes).toBe(20 * 10 * 4 + 1000);
    expect((await render('quality,Q_80/bytes,9999')).plan!.search!.bytes).toBe(20 * 10 * 4 + 5000);
    const codecs = plainCodecs({ encoder: { cost: () => 10 } });
    const engine = plainEngine({ codecs, limits: { ...OSS_LIMITS, cost: 50 } });
    await expect(engine.render(jobOf(engine, FILE, 'image/quality,Q_80/bytes,1'))).rejects.toMatchObject({
      code: 'ImageTooLarge',
    });
  });

  it('is the very picture that it is without, where that is small enough', async () => {
    const engine = plainEngine();
    const make = async (chain: string) => {
      const { chunks } = await engine.render(jobOf(engine, FILE, `image/${chain}`));
      return levels(decodePlain(joined(chunks)));
    };
    expect(await make('resize,w_7/bytes,99999')).toEqual(await make('resize,w_7'));
  });
});
