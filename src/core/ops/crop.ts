import { say } from '../spec/sentence.ts';
import { cutOut } from '../image/geometry.ts';
import type { Rect, Size } from '../image/picture.ts';
import { invalid, notOffered, ProcessError } from '../spec/error.ts';
import { pixelOperation } from '../spec/operation.ts';
import type { ValuesOf } from '../spec/params.ts';
import { defaulted, optional } from '../spec/params.ts';
import { integer } from '../spec/values.ts';
import { BEYOND_ANY_PICTURE, checkTargetSide } from './bounds.ts';
import { type Alignment, gravity, PLACES } from './gravity.ts';

const length = integer(0, BEYOND_ANY_PICTURE);

const params = {
  w: optional(
    length,
    say('Width in pixels; 0 or left out means up to the border.', '宽度，单位像素；0 或省略表示直到边缘。'),
    '0040-00000225',
  ),
  h: optional(
    length,
    say('Height in pixels; 0 or left out means up to the border.', '高度，单位像素；0 或省略表示直到边缘。'),
    '0040-00000226',
  ),
  x: optional(length, say('Pixels to go right from the origin.', '从原点向右移动的像素数。')),
  y: optional(length, say('Pixels to go down from the origin.', '从原点向下移动的像素数。')),
  g: defaulted(gravity(), 'nw', say('Where the origin lies.', '原点的位置。'), '0040-00000209'),
};

/** Places that OSS finds by looking at the picture, with a service of its own. */
const RECOGNISED = ['face', 'auto'];

/** Cuts a rectangle out of the picture. */
export const crop = pixelOperation({
  name: 'crop',
  summary: say('Cuts a rectangle out of the picture.', '从图片中裁剪出一个矩形。'),
  params,
  bare: 'g',
  bareEc: '0040-00000209',
  preparesMarks: true,
  examples: ['crop,x_100,y_50', 'crop,x_100,y_50,w_100,h_100', 'crop,w_200,h_200,g_se'],
  notes: [
    say(
      'The origin is where a rectangle of the asked size touches the place `g`; `x` and `y` then move it right and down.',
      '原点是所要尺寸的矩形贴住位置 `g` 时的左上角，`x` 和 `y` 再把它向右、向下移动。',
    ),
    say(
      'A rectangle that reaches past the border ends there; one that starts outside the picture is refused.',
      '矩形超出边缘的部分被截去；起点在图片之外则报错。',
    ),
  ],

  screen({ w, h, x, y, g }) {
    if ([w, h, x, y, g].every((text) => text === undefined)) throw invalid('crop', '');
    if (g !== undefined && RECOGNISED.includes(g)) throw notOffered(`crop,g_${g}`);
  },

  plan(size, values) {
    const cut = region(size, values);
    checkTargetSide(cut);
    return { geometry: cutOut(cut), size: { width: cut.width, height: cut.height }, paints: false };
  },
});

function region({ width, height }: Size, { w, h, x, y, g }: ValuesOf<typeof params>): Rect {
  const place = PLACES[g];
  const across = span({ side: width, offsetIn: 'x', length: w, offset: x, align: place.across });
  const down = span({ side: height, offsetIn: 'y', length: h, offset: y, align: place.down });
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

interface Axis {
  /** Of the picture. */
  readonly side: number;
  /** The parameter that moves the start. */
  readonly offsetIn: 'x' | 'y';
  readonly length: number | undefined;
  readonly offset: number | undefined;
  readonly align: Alignment;
}

/** One axis of the rectangle. Each half is rounded down by itself, as the vendor's formula is written. */
function span({ side, offsetIn, length: asked = 0, offset = 0, align }: Axis) {
  const length = asked === 0 ? side : Math.min(asked, side);
  const origin = originOf(side, length, align);
  const start = origin + offset;
  if (start < side) return { start, length: Math.min(length, side - start) };
  const most = side - 1 - origin;
  throw new ProcessError('BadRequest', "Advance cut's position is out of image.", {
    parameter: offsetIn,
    value: `${offset}`,
    expected: say(`at most ${most} in this picture`, `在此图片中不超过 ${most}`),
  });
}

function originOf(side: number, length: number, align: Alignment): number {
  switch (align) {
    case 'start':
      return 0;
    case 'middle':
      return Math.floor(side / 2) - Math.floor(length / 2);
    case 'end':
      return side - length;
  }
}
