import { mapBands } from '../../image/bands.ts';
import { pixelCost } from '../../image/cost.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice } from '../../spec/values.ts';

/** Takes the colours away: the luma of ITU-R BT.601, as JPEG has it. */
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
    value === 'rgb' ? { size, paints: false } : { size, paints: true, paintCost: pixelCost(size, 3) },
  paint: (picture) =>
    mapBands(picture, (band) => {
      for (let i = 0; i < band.length; i += 4) {
        band.fill(luma(band[i]!, band[i + 1]!, band[i + 2]!), i, i + 3);
      }
    }),
});

/** In 65,536ths, rounded; the three add up to one. */
function luma(red: number, green: number, blue: number): number {
  return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
}
