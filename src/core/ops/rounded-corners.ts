import { pixelCost } from '../image/cost.ts';
import { say } from '../spec/sentence.ts';
import { roundCorners } from '../image/kernels/corners.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

/** Rounds the four corners of the picture. */
export const roundedCorners = pixelOperation({
  name: 'rounded-corners',
  summary: say('Rounds the four corners of the picture.', '把图片的四个角变为圆角。'),
  params: {
    r: required(
      integer(1, 4096),
      say('Radius of the corners; never more than half the shorter side.', '圆角半径；不超过短边的一半。'),
      '0040-00000237',
    ),
  },
  preparesMarks: true,
  examples: ['rounded-corners,r_30', 'crop,w_100,h_100/rounded-corners,r_10/format,png'],
  notes: [
    say(
      'Outside the corners the result is transparent when its format can be, and white otherwise.',
      '圆角外区域在支持透明的格式中为透明，否则为白色。',
    ),
  ],
  plan: (size) => ({ size, paints: true, clears: true, paintCost: pixelCost(size, 1) }),
  paint: (picture, { r }, { size: { width, height } }, { outputAlpha }) =>
    roundCorners(picture, Math.min(r, width / 2, height / 2), outputAlpha),
});
