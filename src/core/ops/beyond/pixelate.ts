import { pixelCost } from '../../image/cost.ts';
import { pixelate as squares, PIXELATE_BYTES } from '../../image/kernels/pixelate.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { integer } from '../../spec/values.ts';
import { BEYOND_ANY_PICTURE } from '../bounds.ts';

/** Makes squares of one colour each. */
export const pixelate = pixelOperation({
  name: 'pixelate',
  summary: say('Makes squares of one colour each.', '把图片变为单色方块（马赛克）。'),
  params: {
    value: required(
      integer(1, BEYOND_ANY_PICTURE),
      say('Side of a square in pixels.', '方块边长，单位像素。'),
    ),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['pixelate,12'],
  plan: (size, { value }) => ({
    size,
    paints: value > 1,
    paintBytes: PIXELATE_BYTES * size.width,
    paintCost: pixelCost(size, 8),
  }),
  paint: (picture, { value }) => squares(picture, value),
});
