import { say } from '../spec/sentence.ts';
import { soften, softenBytes, softenCost } from '../image/kernels/soften.ts';
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

  plan: (size, { r, s }) => planBlur(size, r, s),
  paint: (picture, { r, s }, _plan, { kernels }) => soften(picture, r, s, kernels),
});

/** Below this nothing of a kernel reaches the next pixel. */
const LEAST_RADIUS = 0.05;

function planBlur(size: Size, radius: number, sigma: number): StepPlan {
  return {
    size,
    paints: true,
    paintBytes: softenBytes(size, radius, sigma),
    paintCost: softenCost(size, radius, sigma),
    // A kernel covers half a pixel more than its radius on each side.
    afterShrink: (factor) => smallBlur((radius + 0.5) / factor - 0.5, sigma / factor),
  };
}

/** The same blur of a smaller picture: no chain can spell it. */
function smallBlur(radius: number, sigma: number): PixelStep | undefined {
  if (radius < LEAST_RADIUS) return undefined;
  return {
    kind: 'pixels',
    operation: 'blur',
    text: `blur,r_${radius},s_${sigma}`,
    plan: (size) => planBlur(size, radius, sigma),
    paint: (picture, _plan, { kernels }) => soften(picture, radius, sigma, kernels),
  };
}
