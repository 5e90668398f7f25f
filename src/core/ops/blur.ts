import { blurBytes } from '../image/kernels/blur.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

/** Blurs the picture. */
export const blur = pixelOperation({
  name: 'blur',
  summary: 'Blurs the picture with a Gaussian.',
  params: {
    r: required(
      integer(1, 50),
      'Radius of the kernel in pixels; the Gaussian is cut off there.',
      '0040-00000241',
    ),
    s: required(integer(1, 50), 'Standard deviation in pixels; larger is blurrier.', '0040-00000242'),
  },
  examples: ['blur,r_3,s_2'],
  plan: (size, { r }) => ({ size, paints: true, paintBytes: blurBytes(size.width, r) }),
  paint: (picture, { r, s }, _plan, { kernels }) => kernels.blur(picture, r, s),
});
