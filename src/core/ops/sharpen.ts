import { pixelCost } from '../image/cost.ts';
import { say } from '../spec/sentence.ts';
import { sharpenBytes } from '../image/kernels/sharpen.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

/** Sharpens the picture. */
export const sharpen = pixelOperation({
  name: 'sharpen',
  summary: say('Sharpens the picture with an unsharp mask.', '锐化图片。'),
  params: {
    value: required(
      integer(50, 399),
      say('Strength in percent; 100 suits most pictures.', '锐化强度；100 适合大多数图片。'),
      '0040-00000280',
    ),
  },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000279',
  examples: ['sharpen,100'],
  plan: (size) => ({
    size,
    paints: true,
    paintBytes: sharpenBytes(size.width),
    paintCost: pixelCost(size, 5),
  }),
  paint: (picture, { value }, _plan, { kernels }) => kernels.sharpen(picture, value / 100),
});
