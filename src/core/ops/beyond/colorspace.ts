import { pixelCost } from '../../image/cost.ts';
import { saturate } from '../../image/kernels/tone.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice } from '../../spec/values.ts';

/** Takes the colours away. */
export const colorspace = pixelOperation({
  name: 'colorspace',
  summary: say('Makes the picture grey.', '把图片变为灰度。'),
  params: {
    value: required(
      choice('gray', 'rgb'),
      say('`gray` takes the colours away, `rgb` keeps them.', '`gray` 去除颜色，`rgb` 保留颜色。'),
    ),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['colorspace,gray'],
  plan: (size, { value }) =>
    value === 'rgb' ? { size, paints: false } : { size, paints: true, paintCost: pixelCost(size, 6) },
  paint: (picture) => saturate(picture, 0),
});
