import { cutOut } from '../../image/geometry.ts';
import { invalid } from '../../spec/error.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { integer } from '../../spec/values.ts';
import { BEYOND_ANY_PICTURE, checkTargetSide } from '../bounds.ts';

const edge = integer(0, BEYOND_ANY_PICTURE);

/** Cuts strips off the edges. */
export const trim = pixelOperation({
  name: 'trim',
  summary: say('Cuts strips off the edges of the picture.', '从图片各边裁去指定宽度。'),
  params: {
    t: defaulted(edge, 0, say('Pixels off the top.', '上边裁去的像素数。')),
    r: defaulted(edge, 0, say('Pixels off the right.', '右边裁去的像素数。')),
    b: defaulted(edge, 0, say('Pixels off the bottom.', '下边裁去的像素数。')),
    l: defaulted(edge, 0, say('Pixels off the left.', '左边裁去的像素数。')),
  },
  examples: ['trim,t_10,r_20,b_10,l_20'],
  plan(size, { t, r, b, l }) {
    const cut = { x: l, y: t, width: size.width - l - r, height: size.height - t - b };
    if (cut.width < 1 || cut.height < 1) throw invalid('trim', `${t};${r};${b};${l}`);
    checkTargetSide(cut);
    return { geometry: cutOut(cut), size: { width: cut.width, height: cut.height }, paints: false };
  },
});
