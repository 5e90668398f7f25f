import { cutOut } from '../../image/geometry.ts';
import type { Size } from '../../image/picture.ts';
import { fitInside } from '../../image/scaling.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted, type ValuesOf } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice, integer } from '../../spec/values.ts';
import { BEYOND_ANY_PICTURE, checkTargetSide } from '../bounds.ts';
import { length, type Length, pixelsOf } from './length.ts';

const side = length(0, BEYOND_ANY_PICTURE);
const move = length(-BEYOND_ANY_PICTURE, BEYOND_ANY_PICTURE);
const thousandths = integer(0, 1000);
const WHOLE: Length = { amount: 0, isShare: false };

const params = {
  w: defaulted(side, WHOLE, say('Width; 0 is all of it.', '宽度；0 表示全部。')),
  h: defaulted(side, WHOLE, say('Height; 0 is all of it.', '高度；0 表示全部。')),
  x: defaulted(thousandths, 500, say('Point to keep in the middle, from the left.', '保留中心的横向位置。')),
  y: defaulted(thousandths, 500, say('The same, from the top.', '保留中心的纵向位置。')),
  dx: defaulted(move, WHOLE, say('How far to move right from there.', '再向右移动的距离。')),
  dy: defaulted(move, WHOLE, say('How far to move down from there.', '再向下移动的距离。')),
  m: defaulted(
    choice('box', 'down', 'ratio'),
    'box',
    say(
      'The box; its proportions where the picture is smaller than it; its proportions always.',
      '依次为：按边框；图片小于边框时按其比例；总是按其比例。',
    ),
  ),
};

/** Cuts a rectangle out around a point, as near to it as the edges let. */
export const cut = pixelOperation({
  name: 'cut',
  summary: say('Cuts a rectangle out around a point of the picture.', '以图片中的一点为中心裁剪矩形。'),
  params,
  examples: ['cut,w_200,h_100,x_250,y_800', 'cut,w_16,h_9,m_ratio'],
  plan(size, values) {
    const { width, height } = areaOf(size, values);
    const { x, y, dx, dy } = values;
    const area = {
      x: startOf(size.width, width, x, dx),
      y: startOf(size.height, height, y, dy),
      width,
      height,
    };
    checkTargetSide(area);
    return { geometry: cutOut(area), size: { width, height }, paints: false };
  },
});

function areaOf(size: Size, { w, h, m }: ValuesOf<typeof params>): Size {
  const box = {
    width: pixelsOf(w, size.width) || size.width,
    height: pixelsOf(h, size.height) || size.height,
  };
  const isSmaller = size.width < box.width || size.height < box.height;
  if (m === 'ratio' || (m === 'down' && isSmaller)) return fitInside(box, size);
  return { width: Math.min(box.width, size.width), height: Math.min(box.height, size.height) };
}

function startOf(side: number, length: number, at: number, by: Length): number {
  const last = side - length;
  const middle = Math.floor((at * side) / 1000) - Math.floor(length / 2);
  return clamp(clamp(middle, last) + pixelsOf(by, side), last);
}

function clamp(value: number, last: number): number {
  return Math.min(last, Math.max(0, value));
}
