import { pixelCost } from '../image/cost.ts';
import { say } from '../spec/sentence.ts';
import { contrastCurve, mapTones } from '../image/kernels/tone.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

/** Spreads the tones apart or draws them together. */
export const contrast = pixelOperation({
  name: 'contrast',
  summary: say(
    'Spreads the tones apart or draws them together around the middle.',
    '增强或减弱图片的对比度。',
  ),
  params: {
    value: required(
      integer(-100, 100),
      say('Percent; -100 leaves flat grey, 0 changes nothing.', '百分比；-100 为纯灰，0 表示不变。'),
    ),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['contrast,40', 'contrast,-50'],
  plan: (size, { value }) =>
    value === 0 ? { size, paints: false } : { size, paints: true, paintCost: pixelCost(size, 3) },
  paint: (picture, { value }) => mapTones(picture, contrastCurve(value)),
});
