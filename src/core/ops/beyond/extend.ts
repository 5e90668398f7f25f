import { isGrey } from '../../image/colour.ts';
import { pixelCost } from '../../image/cost.ts';
import { pad } from '../../image/kernels/pad.ts';
import type { Size } from '../../image/picture.ts';
import { toHeight, toWidth } from '../../image/scaling.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted, optional, type ValuesOf } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice, colour, integer } from '../../spec/values.ts';
import { MAX_TARGET_SIDE, checkTargetPixels, checkTargetSide } from '../bounds.ts';
import { type Alignment, gravity, PLACES } from '../gravity.ts';
import { aroundColour } from './around.ts';

const side = integer(0, MAX_TARGET_SIDE);

const params = {
  w: defaulted(side, 0, say('Least width.', '最小宽度。')),
  h: defaulted(side, 0, say('Least height.', '最小高度。')),
  m: defaulted(
    choice('box', 'ratio'),
    'box',
    say('To the box, or to its proportions.', '扩展到边框，或到其比例。'),
  ),
  g: defaulted(gravity(), 'center', say('Where the picture stands.', '图片所在位置。')),
  color: optional(
    colour(),
    say('Colour of what is added; clear, or white, when left out.', '扩展部分的颜色；省略则透明或白色。'),
  ),
};

/** Puts a picture that is smaller than a box on a canvas of its size. A larger one stays as it is. */
export const extend = pixelOperation({
  name: 'extend',
  summary: say('Extends the picture to a box, where it is smaller.', '图片小于指定边框时扩展画布。'),
  params,
  examples: ['extend,w_400,h_400,color_FF8800', 'extend,w_16,h_9,m_ratio'],
  plan(size, values) {
    const canvas = canvasOf(size, values);
    checkTargetSide(canvas);
    checkTargetPixels(canvas);
    if (canvas.width === size.width && canvas.height === size.height) return { size, paints: false };
    const { color } = values;
    return {
      size: canvas,
      paints: true,
      clears: color === undefined,
      colours: color !== undefined && !isGrey(color),
      paintCost: pixelCost(canvas, 1),
    };
  },
  paint: (picture, { g, color }, { size }, { outputAlpha }) =>
    pad(picture, size, aroundColour(color, outputAlpha), {
      x: startOf(PLACES[g].across, size.width - picture.width),
      y: startOf(PLACES[g].down, size.height - picture.height),
    }),
});

function canvasOf(size: Size, { w, h, m }: ValuesOf<typeof params>): Size {
  if (m === 'box') return { width: Math.max(w, size.width), height: Math.max(h, size.height) };
  if (w === 0 || h === 0) return size;
  const box = { width: w, height: h };
  return size.width * h < size.height * w ? toHeight(box, size.height) : toWidth(box, size.width);
}

/** Where a picture begins, with so much room beside it. */
function startOf(place: Alignment, room: number): number {
  return { start: 0, middle: Math.floor(room / 2), end: room }[place];
}
