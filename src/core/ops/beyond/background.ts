import { isGrey } from '../../image/colour.ts';
import { pixelCost } from '../../image/cost.ts';
import { flatten } from '../../image/kernels/flatten.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { colour } from '../../spec/values.ts';

/** Lays a picture with transparency on a colour. */
export const background = pixelOperation({
  name: 'background',
  summary: say('Lays the picture on a colour.', '为透明图片填充背景色。'),
  params: {
    value: required(
      colour(),
      say('The colour; opaque pictures stay as they are.', '背景色；不透明图片不变。'),
    ),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['background,FF8800'],
  plan: (size, { value }) => ({ size, paints: true, colours: !isGrey(value), paintCost: pixelCost(size, 3) }),
  paint: (picture, { value }) => flatten(picture, value),
});
