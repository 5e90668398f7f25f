import { describe, expect, it } from 'vitest';
import { createLease } from '../../../../src/core/engine/lease.ts';
import { OSS_LIMITS } from '../../../../src/core/engine/plan/limits.ts';
import { afterChunk, createPace, type Pace, pacedPicture } from '../../../../src/core/engine/run/pace.ts';
import type { Picture } from '../../../../src/core/image/picture.ts';
import { bandSign, chunkSign } from '../../../../src/core/image/sign.ts';
import { encodePlain, plainCodecs } from '../../support/codec.ts';
import { jobOf, plainEngine } from '../../support/engine.ts';
import { movingBends } from '../../support/moving.ts';
import { flowing, held, scene } from '../../support/pictures.ts';

const SIZE = { width: 40, height: 1000 };
const COST = 1000;
/** Milliseconds after which a job rests. */
const STRETCH = 4;

/** How often a job of so many reference milliseconds rests while `work` is done at its pace. */
async function rests(cost: number, work: (pace: Pace) => Promise<unknown>): Promise<number> {
  let count = 0;
  await work(createPace({ rest: async () => void count++, lease: createLease(), cost }));
  return count;
}

/** The same while a picture flows in bands of `rows` rows. */
const restsOf = (cost: number, rows: number) =>
  rests(cost, (pace) => held(pacedPicture(flowing(scene(SIZE), { rows: [rows] }), pace, cost)));

/** A picture before whose rows, two by two, a decoder gives a sign of `work`. */
function signing(work: number): Picture {
  const picture = flowing(scene(SIZE), { rows: [2] });
  return {
    ...picture,
    async *bands() {
      for await (const band of picture.bands()) {
        yield bandSign(work);
        yield band;
      }
    },
  };
}

describe('a render', () => {
  it.each([1, 4, 10])(
    'rests after every few milliseconds of planned work, in bands of %i rows',
    async (rows) => {
      const count = await restsOf(COST, rows);
      expect(count).toBeGreaterThan(80);
      expect(count).toBeLessThan(300);
    },
  );
  it('rests after every band where one is more work than that', async () => {
    expect(await restsOf(COST, 100)).toBe(10);
  });
  it('does not rest when it is short', async () => {
    expect(await restsOf(5, 1)).toBe(0);
  });
  it('stops at the next rest when nobody waits for it any more', async () => {
    const lease = createLease();
    const rest = async () => lease.stop(new Error('hung up'));
    const pace = createPace({ rest, lease, cost: COST });
    await expect(held(pacedPicture(flowing(scene(SIZE)), pace, COST))).rejects.toThrow('hung up');
  });
});

describe('signs of work', () => {
  it.each([
    [0.002, 250],
    [0.5, 250],
    // They say that they are all there is, and the bands still have a share of what was left while they came.
    [2, 320],
  ])('of %d ms before each of 500 bands of 1000 ms are a part of these', async (work, most) => {
    const count = await rests(COST, (pace) => held(pacedPicture(signing(work), pace, COST)));
    expect(count).toBeGreaterThan(80);
    expect(count).toBeLessThanOrEqual(most);
  });

  it('of an encoder count for what they say, and pieces of a result for what coding them takes', async () => {
    const after = (chunk: Uint8Array) =>
      rests(COST, async (pace) => {
        for (let i = 0; i < 900; i++) await afterChunk(pace, chunk);
      });
    expect(await after(chunkSign(0.04))).toBeLessThanOrEqual(9);
    expect(await after(chunkSign(4))).toBe(900);
    expect(await after(new Uint8Array())).toBe(0);
    expect(await after(new Uint8Array(200))).toBeLessThanOrEqual(2);
  });
});

describe('a job', () => {
  const frame = scene({ width: 24, height: 600 });

  /** The part of a job's planned work after which it rested. */
  async function shareOfRests(chain: string, codecs: ReturnType<typeof plainCodecs>, picture = frame) {
    let count = 0;
    const limits = { ...OSS_LIMITS, bytes: 2 ** 30 };
    const engine = plainEngine({ codecs, limits, rest: async () => void count++ });
    const { plan } = await engine.render(jobOf(engine, encodePlain(picture, 'png'), `image/${chain}`));
    return (count * STRETCH) / plan!.cost;
  }

  it.each([1, 3, 30])('rests for its work once, in %i frames', async (frames) => {
    const { bends } = movingBends(Array.from({ length: frames }, () => ({ held: frame, delay: 20 })));
    const plan = () => ({ ...frame, did: 'none', peakBytes: 0, cost: COST, route: 'plain' }) as const;
    const moving = plainCodecs({ ...bends, decoder: { ...bends.decoder, plan } });
    const share = await shareOfRests('bright,3', moving);
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(1.1);
  });

  it('rests while a picture is taken in that is held until all is decoded, and while it is painted', async () => {
    const square = scene({ width: 800, height: 800 });
    let decoded = false;
    const counts = { holding: 0, painting: 0 };
    const decode = () => ({
      ...flowing(square),
      async *bands() {
        yield* flowing(square).bands();
        decoded = true;
      },
    });
    const codecs = plainCodecs({ decoder: { decode } });
    const rest = async () => void counts[decoded ? 'painting' : 'holding']++;
    const engine = plainEngine({ codecs, rest });
    const { plan } = await engine.render(jobOf(engine, encodePlain(square, 'png'), 'image/rotate,30'));
    expect((counts.holding * STRETCH) / plan!.cost).toBeGreaterThan(0.1);
    expect((counts.painting * STRETCH) / plan!.cost).toBeGreaterThan(0.4);
  });

  it('rests for its work once, in strips of a turned picture', async () => {
    // 6.6 megapixels: more than one strip holds.
    const large = scene({ width: 300, height: 22_000 });
    const plan = () => ({ ...large, did: 'none', peakBytes: 0, cost: COST, route: 'plain' }) as const;
    const share = await shareOfRests(
      'auto-orient,1',
      plainCodecs({ decoder: { plan }, source: { orientation: 6 } }),
      large,
    );
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(1.1);
  });
});
