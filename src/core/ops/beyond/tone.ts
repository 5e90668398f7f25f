import { pixelCost } from '../../image/cost.ts';
import { mapTones, saturate, type ToneCurve } from '../../image/kernels/tone.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted, type ValuesOf } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { integer } from '../../spec/values.ts';

/** Hundredths: 100 changes nothing. */
const factor = integer(0, 10_000);
/** The tone that contrast leaves where it is. */
const MIDDLE = 128;

const params = {
  b: defaulted(
    factor,
    100,
    say('Brightness: every tone times this, in hundredths.', '亮度倍数，百分之一为单位。'),
  ),
  c: defaulted(factor, 100, say('Contrast: distances from the middle times this.', '对比度倍数。')),
  g: defaulted(integer(1, 10_000), 100, say('Gamma: above 100 lightens.', '伽马，大于 100 变亮。')),
  s: defaulted(factor, 100, say('Saturation: 0 is grey, above 100 livelier.', '饱和度，0 为灰度。')),
};

/** Multiplies tones and colours, where `bright` and `contrast` add. */
export const tone = pixelOperation({
  name: 'tone',
  summary: say(
    'Multiplies brightness, contrast, gamma and saturation.',
    '按倍数调整亮度、对比度、伽马和饱和度。',
  ),
  params,
  examples: ['tone,b_150', 'tone,s_0'],
  plan: (size, values) => ({ size, paints: changes(values), paintCost: pixelCost(size, 9) }),
  paint(picture, values) {
    const toned = mapTones(picture, curveOf(values));
    return values.s === 100 ? toned : saturate(toned, values.s / 100);
  },
});

function changes(values: ValuesOf<typeof params>): boolean {
  return Object.values(values).some((value) => value !== 100);
}

function curveOf({ b, c, g }: ValuesOf<typeof params>): ToneCurve {
  return Uint8ClampedArray.from({ length: 256 }, (_, level) => {
    const lit = (Math.min(255, (level * b) / 100) - MIDDLE) * (c / 100) + MIDDLE;
    return 255 * (Math.max(0, lit) / 255) ** (100 / g);
  });
}
