import { say } from '../spec/sentence.ts';
import { blurBytes } from '../image/kernels/blur.ts';
import { notOffered } from '../spec/error.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
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

  plan: (size, { r }) => ({ size, paints: true, paintBytes: blurBytes(size.width, r) }),
  paint: (picture, { r, s }, _plan, { kernels }) => kernels.blur(picture, r, s),
});
