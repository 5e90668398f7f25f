import { turned } from '../../image/geometry.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice } from '../../spec/values.ts';

/** Mirrors the picture: nothing but a geometry. */
export const flip = pixelOperation({
  name: 'flip',
  summary: say('Mirrors the picture.', '翻转图片。'),
  params: {
    value: required(
      choice('h', 'v'),
      say('`h` swaps left and right, `v` top and bottom.', '`h` 左右翻转，`v` 上下翻转。'),
    ),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['flip,h', 'flip,v'],
  // Upside down is the mirror image of half a turn.
  plan: (size, { value }) => ({
    geometry: turned(size, { quarters: value === 'h' ? 0 : 2, mirror: true }),
    size,
    paints: false,
  }),
});
