import { isGrey, WHITE } from '../../image/colour.ts';
import { pixelCost } from '../../image/cost.ts';
import { pad } from '../../image/kernels/pad.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { colour, integer } from '../../spec/values.ts';
import { MAX_TARGET_SIDE, checkTargetSide } from '../bounds.ts';

const side = integer(0, MAX_TARGET_SIDE);

/** Puts a picture that is smaller than a box into the middle of it. A larger one stays as it is. */
export const extend = pixelOperation({
  name: 'extend',
  summary: say('Extends the picture to a box, where it is smaller.', '图片小于指定边框时扩展画布。'),
  params: {
    w: defaulted(side, 0, say('Least width.', '最小宽度。')),
    h: defaulted(side, 0, say('Least height.', '最小高度。')),
    color: defaulted(colour(), WHITE, say('Colour of what is added.', '扩展部分的颜色。')),
  },
  examples: ['extend,w_400,h_400,color_FF8800'],
  plan(size, { w, h, color }) {
    const canvas = { width: Math.max(w, size.width), height: Math.max(h, size.height) };
    checkTargetSide(canvas);
    if (canvas.width === size.width && canvas.height === size.height) return { size, paints: false };
    return { size: canvas, paints: true, colours: !isGrey(color), paintCost: pixelCost(canvas, 1) };
  },
  paint: (picture, { color }, { size }) => pad(picture, size, color),
});
