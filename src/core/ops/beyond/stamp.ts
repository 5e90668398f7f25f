import { pixelCost } from '../../image/cost.ts';
import { bandBytes, type Size } from '../../image/picture.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { defaulted, required, type ValuesOf } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { flag, integer } from '../../spec/values.ts';
import { BEYOND_ANY_PICTURE } from '../bounds.ts';
import { type Alignment, gravity, PLACES } from '../gravity.ts';
import { compose, type Composition } from '../watermark/compose.ts';
import type { Mark } from '../watermark/mark.ts';
import { pictureMark } from '../watermark/picture-mark.ts';
import { readReference } from '../watermark/reference.ts';
import { base64Name } from '../watermark/text-values.ts';
import { repeatAcross } from '../watermark/tile.ts';
import { length, pixelsOf } from './length.ts';

const offset = length(-BEYOND_ANY_PICTURE, BEYOND_ANY_PICTURE);
const NONE = { amount: 0, isShare: false };
/** Reference milliseconds of fetching the mark, and nanoseconds of a pixel with one mark or many. */
const FETCH_COST = 0.4;
const MARKED = 0.15;
const FILLED = 5;

const params = {
  image: required(
    base64Name(),
    say(
      'Object of the bucket to draw, in base64url, as `watermark` has it.',
      '水印图片对象名，base64url 编码，同 `watermark`。',
    ),
  ),
  t: defaulted(integer(0, 100), 100, say('Opacity in percent.', '不透明度百分比。')),
  g: defaulted(gravity(), 'center', say('Where the mark stands.', '水印位置。')),
  x: defaulted(
    offset,
    NONE,
    say('How far inwards from there, or right of the middle.', '由此向内（居中时向右）的距离。'),
  ),
  y: defaulted(
    offset,
    NONE,
    say('How far inwards from there, or below the middle.', '由此向内（居中时向下）的距离。'),
  ),
  fill: defaulted(
    flag(),
    false,
    say('1 repeats the mark, x and y pixels apart.', '1 表示以 x、y 为间隔铺满图片。'),
  ),
};

type Values = ValuesOf<typeof params>;

/** Draws another picture onto the picture, in places that `watermark` has no word for: beyond the edges, and shares of a side. */
export const stamp = pixelOperation({
  name: 'stamp',
  summary: say(
    'Draws another picture of the bucket anywhere onto the picture.',
    '在图片的任意位置添加图片水印。',
  ),
  params,
  examples: ['stamp,image_cGFuZGEucG5n,t_50,g_se,x_50t,y_10'],
  check({ image }) {
    readReference(image);
  },
  draws: ({ image }) => ({ pictures: [readReference(image)], fonts: [] }),
  plan: (size, { fill }) => ({
    size,
    paints: true,
    colours: true,
    marks: true,
    paintBytes: 4 * bandBytes(size.width),
    paintCost: FETCH_COST + pixelCost(size, fill ? FILLED : MARKED),
  }),
  async prepare(size, { image }, marks) {
    const { key, chain } = readReference(image);
    const mark = pictureMark(await marks.picture(key, chain, size));
    return { bytes: mark.bytes, content: mark };
  },
  paint: (picture, values, _plan, _context, prepared) =>
    // What was prepared is known to this operation alone.
    compose(picture, arrange(picture, prepared?.content as Mark, values)),
});

function arrange(canvas: Size, mark: Mark, { t, g, x, y, fill }: Values): Composition {
  const [dx, dy] = [pixelsOf(x, canvas.width), pixelsOf(y, canvas.height)];
  const { across, down } = PLACES[g];
  const opacity = t / 100;
  const left = startOf(canvas.width, mark.width, across, fill ? 0 : dx);
  const top = startOf(canvas.height, mark.height, down, fill ? 0 : dy);
  if (!fill) return { mark, origin: { left, top }, opacity };
  const [gap, pitch] = [Math.max(0, dx), mark.height + Math.max(0, dy)];
  return { mark: repeatAcross(mark, left, gap, canvas.width), origin: { left: 0, top }, pitch, opacity };
}

/** One axis: inwards from the side that the mark stands at. */
function startOf(side: number, length: number, align: Alignment, by: number): number {
  switch (align) {
    case 'start':
      return by;
    case 'middle':
      return Math.floor((side - length + 1) / 2) + by;
    case 'end':
      return side - length - by;
  }
}
