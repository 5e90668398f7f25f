import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../../src/core/engine/chain/parse.ts';
import { planSteps } from '../../../../src/core/engine/plan/steps.ts';
import { UPRIGHT } from '../../../../src/core/image/geometry.ts';
import { OPERATIONS } from '../../../../src/core/ops/index.ts';
import { process } from '../../support/engine.ts';
import { scene } from '../../support/pictures.ts';

const SIZE = { width: 1000, height: 800 };

/** The sizes that blurs are done at, and the size that is asked of the decoder. */
function plan(chain: string) {
  const { pixels } = parseChain(`image/${chain}`, OPERATIONS);
  const context = { outputAlpha: false, limitPolicy: 'result', frames: 1 } as const;
  const { stages, lead } = planSteps(SIZE, UPRIGHT, pixels, context);
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
