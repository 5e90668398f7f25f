import { say } from '../spec/sentence.ts';
import { cutOut } from '../image/geometry.ts';
import type { Rect, Size } from '../image/picture.ts';
import { invalid } from '../spec/error.ts';
import { pixelOperation } from '../spec/operation.ts';
import type { ValuesOf } from '../spec/params.ts';
import { defaulted, optional } from '../spec/params.ts';
import { integer } from '../spec/values.ts';
import { BEYOND_ANY_PICTURE, checkTargetSide } from './bounds.ts';

const count = integer(0, BEYOND_ANY_PICTURE);

const params = {
  x: optional(count, say('Width of a slice; slices run left to right.', '每块的宽度，从左到右切分。')),
  y: optional(
    count,
    say(
      'Height of a slice; slices run top to bottom. Wins over `x`.',
      '每块的高度，从上到下切分；优先于 `x`。',
    ),
    '0040-00000224',
  ),
  i: defaulted(count, 0, say('Which slice, counted from 0.', '取第几块，从 0 开始。'), '0040-00000229'),
};

/** Cuts the picture into slices and keeps one. */
export const indexcrop = pixelOperation({
  name: 'indexcrop',
  summary: say(
    'Cuts the picture into equal slices and keeps one of them.',
    '把图片等分成若干块并取其中一块。',
  ),
  params,
  preparesMarks: true,
  examples: ['indexcrop,x_100,i_0', 'indexcrop,y_100,i_2'],
  notes: [
    say(
      'The last slice ends at the border and may be smaller than the others.',
      '最后一块到边缘为止，可能比其他块小。',
    ),
    say('An index past the last slice keeps the whole picture.', '序号超出最后一块时返回整张图片。'),
  ],

  check({ x, y }) {
    if ((x ?? 0) > 0 || (y ?? 0) > 0) return;
    throw invalid(x === undefined && y !== undefined ? 'y' : 'x', '0', '0040-00000230');
  },

  plan(size, values) {
    const cut = slice(size, values);
    if (!cut) return { size, paints: false };
    checkTargetSide(cut);
    return { geometry: cutOut(cut), size: { width: cut.width, height: cut.height }, paints: false };
  },
});

function slice({ width, height }: Size, { x = 0, y = 0, i }: ValuesOf<typeof params>): Rect | undefined {
  const down = y > 0;
  const length = down ? y : x;
  const side = down ? height : width;
  const start = i * length;
  if (start >= side) return undefined;
  const kept = Math.min(length, side - start);
  return down ? { x: 0, y: start, width, height: kept } : { x: start, y: 0, width: kept, height };
}
