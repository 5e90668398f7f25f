import { flatten } from '../../image/kernels/flatten.ts';
import { averageHue } from '../../image/kernels/average-hue.ts';
import { reportOperation } from '../../spec/operation.ts';
import { say } from '../../spec/sentence.ts';
import type { Source } from '../../spec/source.ts';
import { colour } from '../../spec/values.ts';
import { basics } from '../info.ts';

/** Answers what of the original's header has a place in other languages, the model of its colours among it. */
export const traits = reportOperation({
  name: 'traits',
  summary: say(
    'Answers size, format, orientation and colours of the original, as JSON.',
    '以 JSON 返回原图的尺寸、格式、方向和颜色类型。',
  ),
  params: {},
  examples: ['traits'],
  readsPixels: false,
  report: (source) => Promise.resolve(wrapped(factsOf(source))),
});

/** The same, and the colour that stands for the picture. */
export const likeness = reportOperation({
  name: 'likeness',
  summary: say(
    'Answers size and format of the original, and the colour that stands for it, as JSON.',
    '以 JSON 返回原图的尺寸、格式和主色调。',
  ),
  params: {},
  examples: ['likeness'],
  readsPixels: true,
  async report(source, picture) {
    if (!picture) throw new Error('likeness reads pixels');
    const mean = await averageHue(flatten(picture));
    return { ...wrapped(factsOf(source)), RGB: `0x${colour().write(mean).toLowerCase()}` };
  },
});

function factsOf(source: Source): Record<string, string> {
  const { orientation, exif, colour: model, alpha, palette = false } = source;
  return {
    ...basics(source),
    ...(exif && { Orientation: `${orientation}` }),
    Colour: palette ? 'palette' : model,
    Alpha: `${alpha}`,
  };
}

function wrapped(facts: Record<string, string>) {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, { value }]));
}
