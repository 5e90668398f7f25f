import { averageHue as averageHueOf } from '../image/kernels/average-hue.ts';
import { flatten } from '../image/kernels/flatten.ts';
import { reportOperation } from '../spec/operation.ts';
import { colour } from '../spec/values.ts';

/** Answers the colour that stands for the picture. */
export const averageHue = reportOperation({
  name: 'average-hue',
  summary: 'Answers the colour that stands for the picture, as JSON.',
  params: {},
  examples: ['average-hue'],
  notes: [
    'The answer is `{"RGB": "0x5c783b"}`: the mean of the pixels whose hue is near the mean hue.',
    'Stands alone in its chain.',
  ],
  readsPixels: true,

  async report(_source, picture) {
    if (!picture) throw new Error('average-hue reads pixels');
    const mean = await averageHueOf(flatten(picture));
    return { RGB: `0x${colour().write(mean).toLowerCase()}` };
  },
});
