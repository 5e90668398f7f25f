import { pixelCost } from '../image/cost.ts';
import { say } from '../spec/sentence.ts';
import { brightness, mapTones } from '../image/kernels/tone.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

/** Makes the picture lighter or darker. */
export const bright = pixelOperation({
  name: 'bright',
  summary: say('Makes the picture lighter or darker.', '调亮或调暗图片。'),
  params: {
    value: required(
      integer(-100, 100),
      say('Percent of half the range; 0 changes nothing.', '亮度百分比；0 表示不变。'),
      '0040-00000246',
    ),
  },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000245',
  examples: ['bright,50', 'bright,-30'],
  plan: (size, { value }) =>
    value === 0 ? { size, paints: false } : { size, paints: true, paintCost: pixelCost(size, 3) },
  paint: (picture, { value }) => mapTones(picture, brightness(value)),
});
