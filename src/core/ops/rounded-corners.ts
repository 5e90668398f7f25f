import { roundCorners } from '../image/kernels/corners.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

/** Rounds the four corners of the picture. */
export const roundedCorners = pixelOperation({
  name: 'rounded-corners',
  summary: 'Rounds the four corners of the picture.',
  params: {
    r: required(
      integer(1, 4096),
      'Radius of the corners; never more than half the shorter side.',
      '0040-00000237',
    ),
  },
  examples: ['rounded-corners,r_30', 'crop,w_100,h_100/rounded-corners,r_10/format,png'],
  notes: ['Outside the corners the result is transparent when its format can be, and white otherwise.'],
  plan: (size) => ({ size, paints: true, clears: true }),
  paint: (picture, { r }, { size: { width, height } }, { outputAlpha }) =>
    roundCorners(picture, Math.min(r, width / 2, height / 2), outputAlpha),
});
