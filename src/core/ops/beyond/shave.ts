import { cutOut } from '../../image/geometry.ts';
import { contentOf } from '../../image/kernels/content.ts';
import { type Rect, type Size } from '../../image/picture.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted, optional } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { colour, flag, integer } from '../../spec/values.ts';

const params = {
  v: defaulted(
    integer(0, 255),
    10,
    say('Levels by which a channel may differ from the background.', '与背景色每通道允许的差值。'),
  ),
  color: optional(
    colour(),
    say(
      'The background; that of the upper left pixel when left out. Transparent pixels count as FF00FF.',
      '背景色；省略时取左上角像素。透明像素视为 FF00FF。',
    ),
  ),
  x: defaulted(flag(), false, say('1 cuts as much on the left as on the right.', '1 表示左右裁去相同宽度。')),
  y: defaulted(flag(), false, say('1 cuts as much above as below.', '1 表示上下裁去相同高度。')),
};

/** Cuts off the background around the picture. */
export const shave = pixelOperation({
  name: 'shave',
  summary: say('Cuts off the background around the picture.', '裁去图片四周的背景色。'),
  params,
  examples: ['shave,v_10', 'shave,v_30,color_FFFFFF,x_1'],
  notes: [
    say(
      'Only as the first action on pixels, which are read twice for it. What moves and what is all background stays whole.',
      '只能作为第一个像素操作；图片会被读取两遍。动图和全为背景色的图片保持不变。',
    ),
  ],
  async look(picture, { v, color, x, y }) {
    const content = await contentOf(picture, { colour: color, threshold: v });
    return content && widened(content, picture, x, y);
  },
  plan(size, _values, { found }) {
    if (found === undefined) return { size, paints: false };
    const { width, height } = found;
    return { geometry: cutOut(found), size: { width, height }, paints: false };
  },
});

/** As far as both strips across from each other go. */
function widened(content: Rect, { width, height }: Size, alikeAcross: boolean, alikeDown: boolean): Rect {
  const [across, down] = [
    alikeAcross ? alike(content.x, content.width, width) : content,
    alikeDown ? alike(content.y, content.height, height) : { x: content.y, width: content.height },
  ];
  return { x: across.x, width: across.width, y: down.x, height: down.width };
}

/** A span along a side, with the shorter of the strips beside it on both ends. */
function alike(start: number, length: number, side: number): Pick<Rect, 'x' | 'width'> {
  const strip = Math.min(start, side - start - length);
  return { x: strip, width: side - 2 * strip };
}
