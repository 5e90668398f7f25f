import type { Size } from '../image/picture.ts';
import { bandBytes } from '../image/picture.ts';
import { invalid } from '../spec/error.ts';
import type { Marks } from '../spec/marks.ts';
import { pixelOperation } from '../spec/operation.ts';
import type { ValuesOf } from '../spec/params.ts';
import { defaulted, optional } from '../spec/params.ts';
import { choice, colour, flag, integer } from '../spec/values.ts';
import { gravity } from './gravity.ts';
import { compose, type Composition } from './watermark/compose.ts';
import type { Mark } from './watermark/mark.ts';
import { ALIGNS, sideBySide } from './watermark/pair.ts';
import { pictureMark } from './watermark/picture-mark.ts';
import { placeMark } from './watermark/place.ts';
import { readReference } from './watermark/reference.ts';
import { shadowOffset, textMark } from './watermark/text-mark.ts';
import { base64Name, base64Text, checkBase64, checkText } from './watermark/text-values.ts';
import { repeatAcross } from './watermark/tile.ts';

const margin = integer(0, 4096);
const percent = integer(0, 100);

const params = {
  t: defaulted(percent, 100, 'Opacity of the mark in percent.'),
  g: defaulted(gravity(), 'se', 'Where the mark stands.', '0040-00000260'),
  x: defaulted(margin, 10, 'Pixels to the border on the left or right; not for `north`, `center`, `south`.'),
  y: defaulted(margin, 10, 'Pixels to the border above or below; not for `west`, `center`, `east`.'),
  voffset: defaulted(
    integer(-1000, 1000),
    0,
    'Pixels down from the middle; only for `west`, `center`, `east`.',
    '0040-00000268',
  ),
  fill: defaulted(flag(), false, '1 repeats the mark over the whole picture.', '0040-00000274'),
  padx: defaulted(margin, 0, 'Pixels between marks side by side, with `fill_1`.'),
  pady: defaulted(margin, 0, 'Pixels between rows of marks, with `fill_1`.'),
  text: optional(base64Text(), 'Text of one line, in base64url.', '0040-00000258'),
  type: defaulted(
    base64Name(),
    'wqy-zenhei',
    'Font, in base64url: one of the seven names, or one of the bucket.',
    '0040-00000250',
  ),
  color: defaulted(colour(), { red: 0, green: 0, blue: 0 }, 'Colour of the text.'),
  size: defaulted(integer(1, 1000), 40, 'Height of the text in pixels, the em square.', '0040-00000256'),
  shadow: defaulted(percent, 0, "Opacity of the text's shadow in percent."),
  rotate: defaulted(integer(0, 360), 0, 'Clockwise turn of the text in degrees.', '0040-00000272'),
  image: optional(
    base64Name(),
    'Object of the bucket to draw, in base64url: its key, perhaps with `?x-oss-process=` and a chain.',
    '0040-00000265',
  ),
  order: defaulted(flag(), false, '0 puts the picture left of the text, 1 right of it.', '0040-00000269'),
  align: defaulted(choice(...ALIGNS), '2', 'How the two stand side by side: 0 top, 1 middle, 2 bottom.'),
  interval: defaulted(integer(0, 1000), 0, 'Pixels between picture and text.'),
};

type Values = ValuesOf<typeof params>;

/** Draws text, another picture or both onto the picture. */
export const watermark = pixelOperation({
  name: 'watermark',
  summary: 'Draws text, another picture of the bucket, or both side by side onto the picture.',
  params,
  examples: [
    'watermark,text_SGVsbG8g5Zu-54mH5pyN5YqhIQ',
    'watermark,text_SGVsbG8gV29ybGQ,type_d3F5LXplbmhlaQ,size_30,color_FFFFFF,shadow_50,t_100,g_se,x_10,y_10',
    'watermark,image_cGFuZGEucG5n,t_90,g_se,x_10,y_10',
    'watermark,image_cGFuZGEucG5nP3gtb3NzLXByb2Nlc3M9aW1hZ2UvcmVzaXplLFBfMzA,text_SGVsbG8gV29ybGQ,align_1',
    'watermark,text_SGVsbG8gV29ybGQ,rotate_330,fill_1,padx_60,pady_40,t_30',
  ],
  notes: [
    'Base64url has `-` for `+` and `_` for `/`; padding may be left out.',
    'A text has at most 64 bytes of UTF-8. A character that no font has is drawn as a box.',
    'The seven fonts of OSS are drawn with free faces: Noto Sans SC, Noto Serif SC and LXGW WenKai.',
    'A shadow is black and lies right of and below the text by a twentieth of its size.',
    'A picture may be prepared with resize, crop, indexcrop, rounded-corners, rotate and auto-orient; there, `resize,P_n` fits it into n percent of the picture that is being marked.',
    'With `fill_1`, one of the marks stands where `g`, `x`, `y` and `voffset` put it.',
  ],

  screen({ text, type, image }) {
    if (text !== undefined) checkText(text);
    if (type !== undefined) checkBase64('type', type, '0040-00000250');
    if (image !== undefined) checkBase64('image', image, '0040-00000265');
  },

  check({ text, image }) {
    if (text === undefined && image === undefined) throw invalid('watermark', '', '0040-00000278');
    if (image !== undefined) readReference(image);
  },

  // While a band is painted: the mark's pixels on it, their coverage, and the sums that coverage is made of.
  plan: (size) => ({ size, paints: true, colours: true, paintBytes: 4 * bandBytes(size.width) }),

  async prepare(size, values, marks) {
    const mark = await makeMark(size, values, marks);
    return { bytes: mark.bytes, content: mark };
  },

  paint: (picture, values, _plan, _context, prepared) =>
    // What was prepared is known to this operation alone.
    compose(picture, arrange(picture, prepared?.content as Mark, values)),
});

/** Fetches what the mark is made of. */
async function makeMark(canvas: Size, values: Values, marks: Marks): Promise<Mark> {
  const picture = await makePicture(canvas, values, marks);
  const text = await makeText(values, marks);
  if (picture && text) {
    const [left, right] = values.order ? [text, picture] : [picture, text];
    return sideBySide(left, right, values.align, values.interval);
  }
  const only = picture ?? text;
  if (!only) throw invalid('watermark', '', '0040-00000278');
  return only;
}

async function makePicture(canvas: Size, { image }: Values, marks: Marks): Promise<Mark | undefined> {
  if (image === undefined) return undefined;
  const { key, chain } = readReference(image);
  return pictureMark(await marks.picture(key, chain, canvas));
}

async function makeText(values: Values, marks: Marks): Promise<Mark | undefined> {
  const { text: bytes, type: font, size, rotate, color, shadow } = values;
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  const lettering = await marks.text({ text, font, size, rotate });
  return textMark(lettering, { colour: color, shadow, offset: shadowOffset(size) });
}

/** Where the mark stands, once or many times. */
function arrange(canvas: Size, mark: Mark, values: Values): Composition {
  const origin = placeMark(canvas, mark, values);
  const opacity = values.t / 100;
  if (!values.fill) return { mark, origin, opacity };
  return {
    mark: repeatAcross(mark, origin.left, values.padx, canvas.width),
    origin: { ...origin, left: 0 },
    pitch: mark.height + values.pady,
    opacity,
  };
}
