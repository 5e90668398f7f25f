import { pixelCost } from '../image/cost.ts';
import { say } from '../spec/sentence.ts';
import { cutOut } from '../image/geometry.ts';
import { roundCorners } from '../image/kernels/corners.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

/** Cuts a circle out of the middle of the picture. */
export const circle = pixelOperation({
  name: 'circle',
  summary: say('Cuts a circle out of the middle of the picture.', '以图片中心裁剪出内切圆。'),
  params: {
    r: required(
      integer(1, 4096),
      say('Radius; never more than half the shorter side.', '半径；不超过短边的一半。'),
      '0040-00000233',
    ),
  },
  examples: ['circle,r_100', 'circle,r_100/format,png'],
  notes: [
    say(
      'Outside the circle the result is transparent when its format can be, and white otherwise.',
      '圆外区域在支持透明的格式中为透明，否则为白色。',
    ),
  ],

  plan({ width, height }, { r }) {
    // An odd side gives the circle a middle pixel, as the vendor's own results have (operations reference, 4.5).
    const side = Math.min(2 * r + 1, width, height);
    const x = Math.floor((width - side) / 2);
    const y = Math.floor((height - side) / 2);
    const size = { width: side, height: side };
    return {
      geometry: cutOut({ x, y, ...size }),
      size,
      paints: true,
      clears: true,
      paintCost: pixelCost(size, 2),
    };
  },

  paint: (picture, _values, { size }, { outputAlpha }) => roundCorners(picture, size.width / 2, outputAlpha),
});
