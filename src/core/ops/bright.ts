import { brightness, mapTones } from '../image/kernels/tone.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

/** Makes the picture lighter or darker. */
export const bright = pixelOperation({
  name: 'bright',
  summary: 'Makes the picture lighter or darker.',
  params: {
    value: required(integer(-100, 100), 'Percent of half the range; 0 changes nothing.', '0040-00000246'),
  },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000246',
  examples: ['bright,50', 'bright,-30'],
  plan: (size, { value }) => ({ size, paints: value !== 0 }),
  paint: (picture, { value }) => mapTones(picture, brightness(value)),
});
