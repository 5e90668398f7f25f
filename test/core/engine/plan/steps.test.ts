import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../../src/core/engine/chain/parse.ts';
import { planSteps, withSmallerFirst } from '../../../../src/core/engine/plan/steps.ts';
import { UPRIGHT } from '../../../../src/core/image/geometry.ts';
import { OPERATIONS } from '../../../../src/core/ops/index.ts';
import { process } from '../../support/engine.ts';
import { scene } from '../../support/pictures.ts';

const SIZE = { width: 1000, height: 800 };
const CONTEXT = { outputAlpha: false, limitPolicy: 'result', frames: 1 } as const;

/** The sizes that blurs are done at, and the size that is asked of the decoder. */
function plan(chain: string) {
  const { pixels } = parseChain(`image/${chain}`, OPERATIONS);
  const { stages, lead } = planSteps(SIZE, UPRIGHT, pixels, CONTEXT);
  const blurs = stages.filter(({ step }) => step.operation === 'blur');
  return { blurs: blurs.map(({ from }) => from.width), decoded: lead.scale.width };
}

describe('a blur', () => {
  it.each([
    ['blur,r_50,s_50/resize,w_100', [100], 100],
    ['blur,r_50,s_50/blur,r_30,s_9/resize,w_100', [100], 100],
    ['blur,r_50,s_50/blur,r_50,s_50/blur,r_3,s_2', [1000], 1000],
    ['blur,r_3,s_2/blur,r_50,s_50/blur,r_50,s_50', [1000, 1000], 1000],
    ['blur,r_3,s_2/blur,r_3,s_2', [1000, 1000], 1000],
    ['blur,r_50,s_50/blur,r_50,s_50/resize,w_500', [500], 500],
    ['resize,w_500/blur,r_50,s_50/resize,w_100', [100], 500],
    ['blur,r_1,s_1/resize,w_10', [], 10],
    ['blur,r_9,s_9/resize,w_2000,limit_0', [1000], 1000],
    ['blur,r_9,s_9/resize,m_fixed,w_100,h_700', [1000], 1000],
    // Sides that are scaled alike but for less than a fiftieth are scaled alike.
    ['blur,r_9,s_9/resize,m_fixed,w_500,h_408', [500], 500],
    ['blur,r_9,s_9/resize,m_fixed,w_500,h_409', [1000], 1000],
    ['blur,r_9,s_9/resize,m_pad,w_100,h_100', [1000], 1000],
    ['blur,r_9,s_9/resize,m_fill,w_100,h_100', [1000], 1000],
    ['bright,10/contrast,5/blur,r_9,s_9/resize,w_100', [100], 1000],
    ['blur,r_9,s_9/crop,w_100', [1000], 1000],
    ['blur,r_9,s_9/bright,10/resize,w_100', [1000], 1000],
  ])('in %s is done at widths %j after decoding %i', (chain, blurs, decoded) => {
    expect(plan(chain)).toEqual({ blurs, decoded });
  });

  it('gives after a shrink what it gives before', async () => {
    const picture = scene({ width: 400, height: 300 });
    const [before, after] = await Promise.all([
      // A step that changes next to nothing keeps the two apart.
      process(picture, 'image/blur,r_20,s_12/rounded-corners,r_1/resize,w_80', 'jpg'),
      process(picture, 'image/blur,r_20,s_12/resize,w_80', 'jpg'),
    ]);
    const apart = before.pixels.map((value, i) => Math.abs(value - after.pixels[i]!));
    expect(apart.reduce((sum, value) => sum + value, 0) / apart.length).toBeLessThan(1);
  });
});

describe('a blur of a huge picture', () => {
  const HUGE = { width: 9001, height: 9003 };

  /** Width that is decoded and those that come from each stage, where a decoder shrinks and where none does. */
  function widths(chain: string, makes: boolean): number[] {
    const { pixels } = parseChain(`image/${chain}`, OPERATIONS);
    const planned = planSteps(HUGE, UPRIGHT, pixels, CONTEXT);
    const { lead, stages, size } = withSmallerFirst(planned, () => makes, CONTEXT);
    expect(stages.at(-1)?.plan.size ?? lead.window).toMatchObject(size);
    return [lead.scale.width, ...stages.map(({ plan }) => plan.size.width)];
  }

  it.each([
    ['blur,r_4,s_4', [9001, 9001]],
    ['blur,r_5,s_5', [4501, 4501, 9001]],
    ['blur,r_50,s_50', [2251, 2251, 9001]],
    ['blur,r_50,s_50/blur,r_30,s_9', [2251, 2251, 9001]],
    ['blur,r_50,s_50/bright,10', [2251, 2251, 9001, 9001]],
    ['bright,10/blur,r_50,s_50', [9001, 9001, 9001]],
    ['crop,w_8801,x_7/blur,r_5,s_5', [4401, 4401, 8801]],
    ['blur,r_50,s_50/resize,w_100', [100, 100]],
  ])('%s is done to what the decoder shrinks: %j', (chain, expected) => {
    expect(widths(chain, true)).toEqual(expected);
    expect(widths(chain, false).every((width) => width >= Math.min(8800, expected.at(-1)!))).toBe(true);
  });

  it('is turned as it was', () => {
    const turn = { quarters: 1, mirror: false } as const;
    const { pixels } = parseChain('image/blur,r_5,s_5', OPERATIONS);
    const { lead, stages } = withSmallerFirst(planSteps(HUGE, turn, pixels, CONTEXT), () => true, CONTEXT);
    expect(lead).toMatchObject({ scale: { width: 4501, height: 4502 }, turn });
    expect(stages.map(({ from, plan }) => [from.width, plan.size.width])).toEqual([
      [4502, 4502],
      [4502, 9003],
    ]);
  });

  it('comes to lie where it lay', () => {
    const { pixels } = parseChain('image/crop,w_8801,h_8801,x_7,y_9/blur,r_5,s_5', OPERATIONS);
    const { lead, stages } = withSmallerFirst(planSteps(HUGE, UPRIGHT, pixels, CONTEXT), () => true, CONTEXT);
    expect(lead).toMatchObject({ cut: { x: 7, y: 9, width: 8801, height: 8801 } });
    expect(stages[0]).toMatchObject({ from: { width: 4401, height: 4401 }, geometry: undefined });
    expect(stages[1]).toMatchObject({
      from: { width: 4401, height: 4401 },
      geometry: {
        scale: { width: 8802, height: 8802 },
        window: { x: 0, y: 0, width: 8801, height: 8801 },
      },
    });
  });
});
