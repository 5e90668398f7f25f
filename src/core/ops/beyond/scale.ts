import { scaleTo } from '../../image/geometry.ts';
import type { Size } from '../../image/picture.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted, optional, type ValuesOf } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { integer } from '../../spec/values.ts';
import { checkTargetSide } from '../bounds.ts';

const percent = integer(1, 1000);

const params = {
  x: defaulted(percent, 100, say('Percent of the width.', '宽度的百分比。')),
  y: defaulted(percent, 100, say('Percent of the height.', '高度的百分比。')),
  a: optional(
    integer(1, 250_000_000),
    say('Most pixels in all; larger pictures shrink in proportion.', '总像素数上限；超过时等比缩小。'),
  ),
  w: optional(
    integer(1, 16_384),
    say('Smallest width: smaller pictures grow in proportion.', '最小宽度；小于时等比放大。'),
  ),
  h: optional(
    integer(1, 16_384),
    say('Smallest height: smaller pictures grow in proportion.', '最小高度；小于时等比放大。'),
  ),
};

/** Scales by what no box says: each side for itself, or until the whole is small or large enough. */
export const scale = pixelOperation({
  name: 'scale',
  summary: say(
    'Scales each side by itself, or in proportion to a number of pixels or a smallest box.',
    '分别缩放宽高，或按总像素数、最小边框等比缩放。',
  ),
  params,
  examples: ['scale,x_50', 'scale,a_150000', 'scale,w_400,h_300'],
  plan(size, values) {
    const target = targetOf(size, values);
    checkTargetSide(target);
    return { geometry: scaleTo(size, target), size: target, paints: false };
  },
});

function targetOf({ width, height }: Size, { x, y, a, w, h }: ValuesOf<typeof params>): Size {
  const shrunk = a === undefined ? 1 : Math.min(1, Math.sqrt(a / (width * height)));
  // Into the box, but only from below.
  const grown = Math.max(1, Math.min((w ?? Infinity) / width, (h ?? Infinity) / height));
  const factor = shrunk * (Number.isFinite(grown) ? grown : 1);
  // Rounded down where the area is a limit.
  const round = a === undefined ? Math.round : Math.floor;
  return {
    width: Math.max(1, round((width * factor * x) / 100)),
    height: Math.max(1, round((height * factor * y) / 100)),
  };
}
