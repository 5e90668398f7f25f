import { pixelCost } from '../image/cost.ts';
import type { Size } from '../image/picture.ts';
import { say } from '../spec/sentence.ts';
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
  t: defaulted(percent, 100, say('Opacity of the mark in percent.', '水印不透明度百分比。'), '0040-00000263'),
  g: defaulted(gravity(), 'se', say('Where the mark stands.', '水印位置。'), '0040-00000260'),
  x: defaulted(
    margin,
    10,
    say(
      'Pixels to the border on the left or right; not for `north`, `center`, `south`.',
      '水平边距像素；对 `north`、`center`、`south` 无效。',
    ),
    '0040-00000262',
  ),
  y: defaulted(
    margin,
    10,
    say(
      'Pixels to the border above or below; not for `west`, `center`, `east`.',
      '垂直边距像素；对 `west`、`center`、`east` 无效。',
    ),
    '0040-00000264',
  ),
  voffset: defaulted(
    integer(-1000, 1000),
    0,
    say(
      'Pixels down from the middle; only for `west`, `center`, `east`.',
      '相对中线向下偏移的像素；只对 `west`、`center`、`east` 有效。',
    ),
    '0040-00000268',
  ),
  fill: defaulted(
    flag(),
    false,
    say('1 repeats the mark over the whole picture.', '1 表示铺满整张图片。'),
    '0040-00000274',
  ),
  padx: defaulted(
    margin,
    0,
    say('Pixels between marks side by side, with `fill_1`.', '铺满时水印的水平间隔像素。'),
    '0040-00000276',
  ),
  pady: defaulted(
    margin,
    0,
    say('Pixels between rows of marks, with `fill_1`.', '铺满时水印的垂直间隔像素。'),
    '0040-00000277',
  ),
  text: optional(
    base64Text(),
    say('Text of one line, in base64url.', '单行文字，base64url 编码。'),
    '0040-00000258',
  ),
  type: defaulted(
    base64Name(),
    'wqy-zenhei',
    say(
      'Font, in base64url: one of the seven names, or one of the bucket.',
      '字体名，base64url 编码：七种内置字体之一，或存储空间自带的字体。',
    ),
    '0040-00000250',
  ),
  color: defaulted(
    colour(),
    { red: 0, green: 0, blue: 0 },
    say('Colour of the text.', '文字颜色。'),
    '0040-00000254',
  ),
  size: defaulted(
    integer(1, 1000),
    40,
    say('Height of the text in pixels, the em square.', '文字大小，单位像素。'),
    '0040-00000256',
  ),
  shadow: defaulted(
    percent,
    0,
    say("Opacity of the text's shadow in percent.", '文字阴影不透明度百分比。'),
    '0040-00000255',
  ),
  rotate: defaulted(
    integer(0, 360),
    0,
    say('Clockwise turn of the text in degrees.', '文字顺时针旋转角度。'),
    '0040-00000272',
  ),
  image: optional(
    base64Name(),
    say(
      'Object of the bucket to draw, in base64url: its key, perhaps with `?x-oss-process=` and a chain.',
      '水印图片对象名，base64url 编码；可附带 `?x-oss-process=` 和处理参数。',
    ),
    '0040-00000265',
  ),
  order: defaulted(
    flag(),
    false,
    say('0 puts the picture left of the text, 1 right of it.', '0 表示图片在文字左侧，1 表示在右侧。'),
    '0040-00000269',
  ),
  align: defaulted(
    choice(...ALIGNS),
    '2',
    say(
      'How the two stand side by side: 0 top, 1 middle, 2 bottom.',
      '图文混排的对齐方式：0 上对齐，1 居中，2 下对齐。',
    ),
    '0040-00000271',
  ),
  interval: defaulted(
    integer(0, 1000),
    0,
    say('Pixels between picture and text.', '图片与文字之间的像素。'),
    '0040-00000270',
  ),
};

type Values = ValuesOf<typeof params>;

/** Draws text, another picture or both onto the picture. */
export const watermark = pixelOperation({
  name: 'watermark',
  summary: say(
    'Draws text, another picture of the bucket, or both side by side onto the picture.',
    '在图片上添加文字水印、图片水印，或两者并排。',
  ),
  params,
  inMarkEc: '0040-00000373',
  examples: [
    'watermark,text_SGVsbG8g5Zu-54mH5pyN5YqhIQ',
    'watermark,text_SGVsbG8gV29ybGQ,type_d3F5LXplbmhlaQ,size_30,color_FFFFFF,shadow_50,t_100,g_se,x_10,y_10',
    'watermark,image_cGFuZGEucG5n,t_90,g_se,x_10,y_10',
    'watermark,image_cGFuZGEucG5nP3gtb3NzLXByb2Nlc3M9aW1hZ2UvcmVzaXplLFBfMzA,text_SGVsbG8gV29ybGQ,align_1',
    'watermark,text_SGVsbG8gV29ybGQ,rotate_330,fill_1,padx_60,pady_40,t_30',
  ],
  notes: [
    say(
      'Base64url has `-` for `+` and `_` for `/`; padding may be left out.',
      'base64url 用 `-` 代替 `+`，用 `_` 代替 `/`，末尾的 `=` 可省略。',
    ),
    say(
      'A text has at most 64 bytes of UTF-8. A character that no font has is drawn as a box.',
      '文字最多 64 个 UTF-8 字节；没有字体支持的字符画成方框。',
    ),
    say(
      'The seven fonts of OSS are drawn with free faces: Noto Sans SC, Noto Serif SC and LXGW WenKai.',
      'OSS 的七种字体用自由字体绘制：思源黑体、思源宋体和霞鹜文楷。',
    ),
    say(
      'A shadow is black and lies right of and below the text by a twentieth of its size.',
      '阴影为黑色，位于文字右下方，偏移为字号的二十分之一。',
    ),
    say(
      'A picture may be prepared with resize, crop, indexcrop, rounded-corners, rotate and auto-orient; there, `resize,P_n` fits it into n percent of the picture that is being marked.',
      '水印图片可用 resize、crop、indexcrop、rounded-corners、rotate 和 auto-orient 预处理；其中 `resize,P_n` 把它缩放到被加水印图片的百分之 n 以内。',
    ),
    say(
      'With `fill_1`, one of the marks stands where `g`, `x`, `y` and `voffset` put it.',
      '铺满时，其中一个水印位于 `g`、`x`、`y`、`voffset` 指定的位置。',
    ),
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

  draws: ({ text, type, image }) => ({
    pictures: image === undefined ? [] : [readReference(image)],
    fonts: text === undefined ? [] : [type],
  }),

  // While a band is painted: the mark's pixels on it, their coverage, and the sums that coverage is made of.
  plan: (size, { fill }) => ({
    size,
    paints: true,
    colours: true,
    marks: true,
    paintBytes: 4 * bandBytes(size.width),
    paintCost: FETCH_COST + pixelCost(size, fill ? FILLED : MARKED),
  }),

  async prepare(size, values, marks) {
    const mark = await makeMark(size, values, marks);
    return { bytes: mark.bytes, content: mark };
  },

  paint: (picture, values, _plan, _context, prepared) =>
    // What was prepared is known to this operation alone.
    compose(picture, arrange(picture, prepared?.content as Mark, values)),
});

/** Reference milliseconds of finding and opening a mark's picture or font. */
const FETCH_COST = 0.4;
/** Reference nanoseconds of a pixel of the picture, with one mark or many. */
const MARKED = 0.15;
const FILLED = 5;

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
