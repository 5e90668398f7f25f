import { pixelCost } from '../../image/cost.ts';
import { roundEllipses } from '../../image/kernels/ellipses.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { BEYOND_ANY_PICTURE } from '../bounds.ts';
import { length, pixelsOf } from './length.ts';

const radius = length(1, BEYOND_ANY_PICTURE);

/** Rounds the corners of the picture by quarters of an ellipse. */
export const corners = pixelOperation({
  name: 'corners',
  summary: say('Rounds the corners by quarters of an ellipse.', '把图片的四个角变为椭圆弧。'),
  params: {
    x: required(
      radius,
      say('Radius across; never more than half the width.', '横向半径；不超过宽度的一半。'),
    ),
    y: required(radius, say('Radius down; never more than half the height.', '纵向半径；不超过高度的一半。')),
  },
  examples: ['corners,x_100,y_50', 'corners,x_500t,y_500t'],
  plan: (size) => ({ size, paints: true, clears: true, paintCost: pixelCost(size, 1) }),
  paint: (picture, { x, y }, { size: { width, height } }, { outputAlpha }) => {
    const radii = {
      across: Math.min(pixelsOf(x, width), width / 2),
      down: Math.min(pixelsOf(y, height), height / 2),
    };
    return roundEllipses(picture, radii, outputAlpha);
  },
});
