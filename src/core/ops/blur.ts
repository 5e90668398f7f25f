import { say } from '../spec/sentence.ts';
import type { Gaussian } from '../image/kernels/blur.ts';
import {
  type Gaussians,
  isCoarseFor,
  soften,
  softenBytes,
  softenCost,
  softenedSmaller,
} from '../image/kernels/soften.ts';
import { notOffered } from '../spec/error.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import type { Size } from '../image/picture.ts';
import type { PixelStep, StepPlan } from '../spec/step.ts';
import { integer } from '../spec/values.ts';

/** Blurs the picture. */
export const blur = pixelOperation({
  name: 'blur',
  summary: say('Blurs the picture with a Gaussian.', '对图片做高斯模糊。'),
  params: {
    r: required(
      integer(1, 50),
      say(
        'Radius of the kernel in pixels; the Gaussian is cut off there.',
        '模糊半径，单位像素；高斯核在此截断。',
      ),
      '0040-00000241',
    ),
    s: required(
      integer(1, 50),
      say('Standard deviation in pixels; larger is blurrier.', '标准差，单位像素；越大越模糊。'),
      '0040-00000242',
    ),
  },
  examples: ['blur,r_3,s_2'],
  screen({ g }) {
    // Without the part it was meant for the blur would cover everything.
    if (g !== undefined) throw notOffered(`blur,g_${g}`);
  },

  plan: (size, { r, s }) => planBlurs(size, [{ radius: r, sigma: s }]),
  paint: (picture, { r, s }, _plan, { kernels }) => soften(picture, [{ radius: r, sigma: s }], kernels),
});

/** Below this nothing of a kernel reaches the next pixel. */
const LEAST_RADIUS = 0.05;

function planBlurs(size: Size, blurs: Gaussians): StepPlan {
  return {
    size,
    paints: true,
    paintBytes: softenBytes(size, blurs),
    paintCost: softenCost(size, blurs),
    // A kernel covers half a pixel more than its radius on each side.
    afterShrink: (factor) =>
      blursOf(
        blurs
          .map(({ radius, sigma }) => ({ radius: (radius + 0.5) / factor - 0.5, sigma: sigma / factor }))
          .filter(({ radius }) => radius >= LEAST_RADIUS),
      ),
    blurs,
    smaller: smallerOf(size, blurs),
    joined: (next) =>
      next.every((blur) => isCoarseFor(blurs, blur, size)) ? blursOf([...blurs, ...next]) : undefined,
  };
}

function smallerOf(size: Size, blurs: Gaussians): StepPlan['smaller'] {
  const made = softenedSmaller(blurs, size);
  return made && { by: made.by, step: stepOf(made.blurs) };
}

/** Blurs that no chain can spell as one; undefined when there are none. */
function blursOf([first, ...others]: readonly Gaussian[]): PixelStep | undefined {
  return first && stepOf([first, ...others]);
}

function stepOf(blurs: Gaussians): PixelStep {
  return {
    kind: 'pixels',
    operation: 'blur',
    text: blurs.map(({ radius, sigma }) => `blur,r_${radius},s_${sigma}`).join('/'),
    plan: (size) => planBlurs(size, blurs),
    paint: (picture, _plan, { kernels }) => soften(picture, blurs, kernels),
  };
}
