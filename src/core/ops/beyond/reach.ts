import { scaleTo } from '../../image/geometry.ts';
import type { Size } from '../../image/picture.ts';
import { fitInside, fitOutside, scaled } from '../../image/scaling.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted, type ValuesOf } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice, flag, integer } from '../../spec/values.ts';
import { checkTargetPixels, checkTargetSide, MAX_TARGET_SIDE } from '../bounds.ts';

const side = integer(0, MAX_TARGET_SIDE);

const params = {
  m: defaulted(
    choice('force', 'alike'),
    'force',
    say(
      'Each side for itself; or over the box where the picture lies as it does, and into it otherwise.',
      '分别缩放宽高；或与边框同向时覆盖边框，否则缩放到框内。',
    ),
  ),
  w: defaulted(side, 0, say('Width; 0 is that of the picture.', '宽度；0 表示原宽。')),
  h: defaulted(side, 0, say('Height; 0 is that of the picture.', '高度；0 表示原高。')),
  limit: defaulted(flag(), true, say('1 never enlarges a side.', '1 表示任何一边都不放大。')),
};

/** Scales to a box in ways that `resize` has no word for. */
export const reach = pixelOperation({
  name: 'reach',
  summary: say(
    'Scales to a box, each side for itself or by how the picture lies.',
    '按边框缩放：分别缩放宽高，或按图片的横竖方向决定。',
  ),
  params,
  examples: ['reach,w_300', 'reach,m_alike,w_300,h_200'],
  plan(size, values) {
    const target = targetOf(size, values);
    checkTargetSide(target);
    checkTargetPixels(target);
    return { geometry: scaleTo(size, target), size: target, paints: false };
  },
});

function targetOf(size: Size, { m, w, h, limit }: ValuesOf<typeof params>): Size {
  const box = { width: w || size.width, height: h || size.height };
  const target =
    m === 'force' ? box : lies(size) === lies(box) ? fitOutside(size, box) : fitInside(size, box);
  return limit ? notLarger(target, size) : target;
}

/** True for what is at least as wide as it is high. */
function lies({ width, height }: Size): boolean {
  return width >= height;
}

/** The target, made smaller in its own proportions until no side is longer than the picture's. */
function notLarger(target: Size, { width, height }: Size): Size {
  const isWide = target.width * height > target.height * width;
  const [most, asked] = isWide ? [width, target.width] : [height, target.height];
  if (asked <= most) return target;
  return { width: scaled(target.width, most, asked), height: scaled(target.height, most, asked) };
}
