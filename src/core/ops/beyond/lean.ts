import { isGrey } from '../../image/colour.ts';
import { flatten } from '../../image/kernels/flatten.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { colour, integer } from '../../spec/values.ts';
import { planRotation } from '../rotate.ts';

/** Turns the picture as `rotate` does, on a canvas of a colour. */
export const lean = pixelOperation({
  name: 'lean',
  summary: say('Turns the picture clockwise on a colour.', '顺时针旋转图片，并以指定颜色填充空白。'),
  params: {
    d: required(integer(0, 360), say('Degrees.', '旋转角度。')),
    color: required(colour(), say('Colour of the new corners.', '新增边角的颜色。')),
  },
  examples: ['lean,d_45,color_FF8800'],
  plan(size, { d, color }) {
    const plan = planRotation(size, d % 360);
    return { ...plan, clears: false, colours: plan.paints && !isGrey(color) };
  },
  paint: (picture, { d, color }, _plan, { kernels }) => flatten(kernels.rotate(picture, d, true), color),
});
