import { isGrey } from '../../image/colour.ts';
import { pixelCost } from '../../image/cost.ts';
import { pad } from '../../image/kernels/pad.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted, optional } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { colour, integer } from '../../spec/values.ts';
import { aroundColour } from './around.ts';
import { checkTargetPixels, checkTargetSide, MAX_TARGET_SIDE } from '../bounds.ts';

const strip = integer(0, MAX_TARGET_SIDE);

/** Lays strips around the picture. */
export const border = pixelOperation({
  name: 'border',
  summary: say('Lays strips around the picture.', '在图片四周增加边框。'),
  params: {
    t: defaulted(strip, 0, say('Pixels above.', '上边增加的像素数。')),
    r: defaulted(strip, 0, say('Pixels on the right.', '右边增加的像素数。')),
    b: defaulted(strip, 0, say('Pixels below.', '下边增加的像素数。')),
    l: defaulted(strip, 0, say('Pixels on the left.', '左边增加的像素数。')),
    color: optional(
      colour(),
      say('Their colour; clear, or white, when left out.', '边框颜色；省略则透明或白色。'),
    ),
  },
  examples: ['border,t_10,r_20,b_10,l_20,color_FF8800'],
  plan(size, { t, r, b, l, color }) {
    const canvas = { width: l + size.width + r, height: t + size.height + b };
    checkTargetSide(canvas);
    checkTargetPixels(canvas);
    return {
      size: canvas,
      paints: t + r + b + l > 0,
      clears: color === undefined,
      colours: color !== undefined && !isGrey(color),
      paintCost: pixelCost(canvas, 1),
    };
  },
  paint: (picture, { l, t, color }, { size }, { outputAlpha }) =>
    pad(picture, size, aroundColour(color, outputAlpha), { x: l, y: t }),
});
