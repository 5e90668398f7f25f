import { describe, expect, it } from 'vitest';
import type { DecodeWish } from '../../../../src/core/engine/codec.ts';
import { OSS_LIMITS } from '../../../../src/core/engine/plan/limits.ts';
import { type JobPlan, planJob } from '../../../../src/core/engine/plan/plan.ts';
import { plainKernels } from '../../../../src/core/image/kernels/plain.ts';
import { bandBytes } from '../../../../src/core/image/picture.ts';
import type { Source } from '../../../../src/core/spec/source.ts';
import { plainCodecs } from '../../support/codec.ts';
import { movingBends } from '../../support/moving.ts';
import { chainOf } from '../../support/plan.ts';

const SOURCE: Source = {
  format: 'jpg',
  bytes: 1000,
  width: 400,
  height: 300,
  frames: 1,
  orientation: 1,
  alpha: false,
  quality: 82,
  interlaced: false,
  colour: 'rgb',
  icc: Uint8Array.of(1),
};

function planned(chain: string, source: Partial<Source> = {}, codecs = plainCodecs()): JobPlan {
  const tools = {
    codecs,
    kernels: plainKernels,
    limits: OSS_LIMITS,
    limitPolicy: 'result' as const,
  };
  return planJob({ ...SOURCE, ...source }, chainOf(chain), tools);
}

/** `cut > scale > window`, each `x,y wxh` or `wxh`. */
function wishText({ cut, scale, window }: DecodeWish): string {
  return [
    `${cut.x},${cut.y} ${cut.width}x${cut.height}`,
    `${scale.width}x${scale.height}`,
    `${window.x},${window.y} ${window.width}x${window.height}`,
  ].join(' > ');
}

describe('what is asked of the decoder', () => {
  it.each([
    ['bright,1', '0,0 400x300 > 400x300 > 0,0 400x300', 0, ['bright']],
    ['crop,x_100,w_200/resize,w_50', '100,0 200x300 > 50x75 > 0,0 50x75', 0, []],
    ['resize,w_200/crop,x_50', '0,0 400x300 > 200x150 > 50,0 150x150', 0, []],
    ['resize,m_fill,w_100,h_100', '0,0 400x300 > 133x100 > 16,0 100x100', 0, []],
    ['rotate,90/crop,w_10,h_20', '0,290 20x10 > 20x10 > 0,0 20x10', 1, []],
    ['circle,r_50/resize,w_10', '149,99 101x101 > 101x101 > 0,0 101x101', 0, ['circle', 'resize']],
    ['resize,w_200/resize,w_100', '0,0 400x300 > 200x150 > 0,0 200x150', 0, ['resize']],
    ['resize,m_pad,w_100,h_100', '0,0 400x300 > 100x75 > 0,0 100x75', 0, ['resize']],
    ['rotate,0/resize,w_400/bright,0', '0,0 400x300 > 400x300 > 0,0 400x300', 0, []],
  ])('%s: %s, turned %i quarters, then %j', (chain, wish, quarters, left) => {
    const plan = planned(chain);
    expect(wishText(plan.wish)).toBe(wish);
    expect(plan.turn.quarters).toBe(quarters);
    expect(plan.stages.map(({ step }) => step.operation)).toEqual(left);
  });
});

describe('bytes', () => {
  it('count the input, a whole picture for a turn, and the result', () => {
    const still = planned('bright,1');
    const turned = planned('rotate,90/bright,1');
    expect(still.workBytes).toBeGreaterThan(1000);
    expect(turned.workBytes - still.workBytes).toBeGreaterThanOrEqual(400 * 300 * 4);
    expect(turned.workBytes - still.workBytes).toBeLessThan(400 * 300 * 4 + 3 * bandBytes(300));
    expect(still.peakBytes - still.workBytes).toBe(400 * 300 * 4);
  });

  it('count what is kept of a picture that is scaled far beyond it, and no more', () => {
    const panorama = planned('resize,m_fill,w_10,h_10000,limit_0', { width: 20_000, height: 20 });
    expect(panorama.wish.scale.width).toBe(10_000_000);
    expect(panorama.workBytes).toBeLessThan(4_000_000);
  });

  it('count a whole picture for a turn by any angle, and none for a mirror', () => {
    expect(planned('rotate,33').workBytes - planned('rotate,0').workBytes).toBeGreaterThanOrEqual(
      400 * 300 * 4,
    );
    expect(planned('bright,1', { orientation: 2 }).workBytes).toBe(planned('bright,1').workBytes);
  });

  it('count a turned picture at the size it is turned at', () => {
    const small = planned('resize,w_40', { orientation: 6 });
    expect(small.size).toEqual({ width: 40, height: 53 });
    expect(small.workBytes).toBeLessThan(400 * 300 * 4);
  });
});

describe('the output', () => {
  const DRAWN = { format: 'png', quality: undefined, exact: true, palette: true } as const;

  it.each([
    // 400 × 300 pixels in 1000 bytes are a drawing, in 100 000 none.
    ['format,jpg/quality,Q_80', DRAWN, { exact: true, drawing: true }],
    ['crop,w_100/rotate,90/format,jpg/quality,Q_80', DRAWN, { exact: true, drawing: true }],
    ['format,jpg/quality,Q_80', { ...DRAWN, bytes: 100_000 }, { exact: false, drawing: true }],
    [
      'format,jpg/quality,Q_80',
      { ...DRAWN, palette: false, bytes: 100_000 },
      { exact: false, drawing: false },
    ],
    ['format,jpg/quality,Q_100', { ...DRAWN, bytes: 100_000 }, { exact: true }],
    ['resize,w_10/format,jpg/quality,Q_100', DRAWN, { exact: true, drawing: false }],
    ['resize,w_10/format,jpg/quality,Q_80', DRAWN, { exact: false, drawing: false }],
    ['circle,r_50/format,jpg/quality,Q_80', DRAWN, { exact: false, drawing: false }],
  ])('of %s of %o loses nothing where it need not: %o', (chain, source, expected) => {
    expect(planned(chain, source).output).toMatchObject(expected);
  });

  it('keeps format, quality and profile, and says what is opaque', () => {
    expect(planned('resize,w_10')).toMatchObject({
      output: { format: 'jpg', quality: 82, icc: SOURCE.icc },
      opaque: true,
    });
    expect(planned('circle,r_10')).toMatchObject({ opaque: true });
    expect(planned('circle,r_10/format,png')).toMatchObject({ opaque: false, type: 'image/png' });
    expect(planned('resize,w_10/format,png', { alpha: true })).toMatchObject({ opaque: false });
  });

  it.each([
    ['auto-orient,0/resize,w_10', 6],
    ['auto-orient,0/rotate,0', 6],
    ['auto-orient,0/resize,w_10/rotate,90', undefined],
    ['rotate,180/auto-orient,0', undefined],
    ['auto-orient,0/bright,10/rotate,270/rotate,90', undefined],
    ['rotate,90', undefined],
  ])('%s: nothing that was turned says that it must be turned', (chain, kept) => {
    expect(planned(chain, { orientation: 6 }).output.orientation).toBe(kept);
  });

  it('keeps an orientation that is not applied, and no other', () => {
    expect(planned('resize,w_10', { orientation: 6 }).output.orientation).toBeUndefined();
    expect(planned('auto-orient,0', { orientation: 6 }).output.orientation).toBe(6);
  });

  it('drops a profile that no longer fits the samples', () => {
    expect(planned('resize,w_10', { colour: 'cmyk' }).output.icc).toBeUndefined();
    expect(planned('resize,w_10', { colour: 'grey' }).output).toMatchObject({ icc: SOURCE.icc, grey: true });
  });

  it('stays grey unless a step brings colour in', () => {
    for (const chain of ['blur,r_1,s_1', 'circle,r_9', 'rotate,33', 'resize,m_pad,w_10,h_10,color_808080']) {
      expect(planned(chain, { colour: 'grey' }).output).toMatchObject({ icc: SOURCE.icc, grey: true });
    }
    expect(planned('resize,m_pad,w_10,h_10,color_808081', { colour: 'grey' }).output).toMatchObject({
      icc: undefined,
      grey: false,
    });
  });
});

describe('a moving result', () => {
  const moving = (frames: number) => {
    const { bends } = movingBends([]);
    const plain = plainCodecs({ ...bends, source: {} });
    return planned('rotate,90', { frames, plays: 2 }, plain);
  };

  it('takes the same work however many frames there are', () => {
    expect(moving(500).workBytes).toBe(moving(2).workBytes);
  });

  it('is asked of decoder and encoder', () => {
    expect(moving(7).wish.moving).toBe(true);
    expect(moving(7).output.movement).toEqual({ frames: 7, plays: 2 });
    expect(moving(1).wish.moving).toBe(false);
    expect(moving(1).output.movement).toBeUndefined();
  });

  it('is planned at its worst, up to 32 MiB', () => {
    const frame = 400 * 300 * 4 + 12;
    expect(moving(3).resultBytes).toBe(3 * frame);
    expect(moving(300).resultBytes).toBe(32 * 1024 * 1024);
    expect(moving(3).peakBytes).toBe(moving(3).workBytes + 1000 + 3 * frame);
  });
});

describe('what the encoder plans with', () => {
  /** Bytes that the encoder says it holds, by whether it is told that no pixel is transparent. */
  const [CLEAR, OPAQUE] = [5_000_000, 3_000_000];

  it.each([
    ['an opaque source', 'format,png', { alpha: false }, OPAQUE],
    ['a source that may be transparent', 'format,png', { format: 'png', alpha: true }, CLEAR],
    ['one that becomes a picture on white', 'format,jpg', { format: 'png', alpha: true }, OPAQUE],
    ['corners that are cleared', 'circle,r_100/format,png', { alpha: false }, CLEAR],
    ['corners that are white', 'circle,r_100/format,jpg', { alpha: false }, OPAQUE],
  ] as const)('%s', (_, chain, source, bytes) => {
    const told: boolean[] = [];
    const peakBytes = (_size: unknown, _output: unknown, opaque: boolean) => {
      told.push(opaque);
      return opaque ? OPAQUE : CLEAR;
    };
    const plan = planned(chain, source, plainCodecs({ encoder: { peakBytes } }));
    expect(told).toEqual([bytes === OPAQUE]);
    expect(plan.peakBytes - plan.workBytes).toBe(bytes);
  });
});
