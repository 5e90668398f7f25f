import { say } from '../spec/sentence.ts';
import { averageHue as averageHueOf } from '../image/kernels/average-hue.ts';
import { flatten } from '../image/kernels/flatten.ts';
import { reportOperation } from '../spec/operation.ts';
import { colour } from '../spec/values.ts';

/** Answers the colour that stands for the picture. */
export const averageHue = reportOperation({
  name: 'average-hue',
  summary: say('Answers the colour that stands for the picture, as JSON.', '以 JSON 返回图片的主色调。'),
  params: {},
  examples: ['average-hue'],
  notes: [
    say(
      'The answer is `{"RGB": "0x5c783b"}`: the mean of the pixels whose hue is near the mean hue.',
      '返回 `{"RGB": "0x5c783b"}`：色相接近平均色相的像素的平均颜色。',
    ),
    say('Stands alone in its chain.', '必须单独使用。'),
  ],
  readsPixels: true,

  async report(_source, picture) {
    if (!picture) throw new Error('average-hue reads pixels');
    const mean = await averageHueOf(flatten(picture));
    return { RGB: `0x${colour().write(mean).toLowerCase()}` };
  },
});
