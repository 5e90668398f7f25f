import { isGrey, WHITE } from '../image/colour.ts';
import { pixelCost } from '../image/cost.ts';
import type { Size } from '../image/picture.ts';
import { say } from '../spec/sentence.ts';
import { scaleTo } from '../image/geometry.ts';
import { pad } from '../image/kernels/pad.ts';
import { fitInside, fitOutside, scaled, toHeight, toWidth } from '../image/scaling.ts';
import { invalid } from '../spec/error.ts';
import { pixelOperation } from '../spec/operation.ts';
import type { ValuesOf } from '../spec/params.ts';
import { defaulted, optional } from '../spec/params.ts';
import type { PlanContext, StepPlan } from '../spec/step.ts';
import { choice, colour, flag, integer } from '../spec/values.ts';
import { checkTargetPixels, checkTargetSide, MAX_TARGET_SIDE } from './bounds.ts';

const side = integer(1, MAX_TARGET_SIDE);

const params = {
  m: defaulted(
    choice('lfit', 'mfit', 'fill', 'pad', 'fixed'),
    'lfit',
    say(
      'Fit inside the box, cover it, cover and cut to it, fit and pad to it, or force both sides.',
      '依次为：缩放到框内、缩放到覆盖框、覆盖后居中裁剪、框内缩放后填充、强制宽高。',
    ),
    '0040-00000311',
  ),
  w: optional(side, say('Target width in pixels.', '目标宽度，单位像素。'), '0040-00000312'),
  h: optional(side, say('Target height in pixels.', '目标高度，单位像素。'), '0040-00000313'),
  l: optional(
    side,
    say('Target length of the longer side; ignored beside `w` or `h`.', '目标最长边；有 `w` 或 `h` 时忽略。'),
    '0040-00000314',
  ),
  s: optional(
    side,
    say(
      'Target length of the shorter side; ignored beside `w` or `h`.',
      '目标最短边；有 `w` 或 `h` 时忽略。',
    ),
    '0040-00000315',
  ),
  limit: defaulted(
    flag(),
    true,
    say('1 never enlarges: the source size is kept instead.', '1 表示不放大，保持原图尺寸。'),
    '0040-00000319',
  ),
  color: defaulted(
    colour(),
    WHITE,
    say('Colour of the border that `m_pad` adds.', '`m_pad` 填充的颜色。'),
    '0040-00000318',
  ),
  p: optional(
    integer(1, 1000),
    say(
      'Percentage of the source size; not subject to `limit`, used without a side.',
      '按原图百分比缩放；不受 `limit` 限制，未指定边长时才生效。',
    ),
    '0040-00000317',
  ),
  P: optional(
    integer(1, 100),
    say(
      'Percentage of the picture that is being marked; only in the chain of a picture watermark.',
      '按被加水印图片的百分比缩放；只能用在图片水印的预处理中。',
    ),
  ),
};

type Values = ValuesOf<typeof params>;

/** What a resize makes: the whole picture scaled to `scale`, then cut or padded in the middle to `canvas`. */
interface Target {
  readonly scale: Size;
  readonly canvas: Size;
}

/** Scales the picture. */
export const resize = pixelOperation({
  name: 'resize',
  summary: say(
    'Scales the picture, keeping its proportions unless told otherwise.',
    '缩放图片，默认保持宽高比。',
  ),
  params,
  preparesMarks: true,
  examples: [
    'resize,w_300',
    'resize,m_fill,w_100,h_100,limit_0',
    'resize,m_pad,w_100,h_100,color_FF0000',
    'resize,l_100',
    'resize,p_50',
  ],
  notes: [
    say(
      'Sides are rounded to the nearest pixel, halves up, and are never below 1.',
      '边长四舍五入到整数像素，最小为 1。',
    ),
    say(
      'With only one of `w` and `h`, `fill` and `pad` take the other side as equal; the other modes keep proportions.',
      '只给 `w` 或 `h` 时，`fill` 和 `pad` 把另一边取为相同值，其他模式保持宽高比。',
    ),
    say(
      'With only one of `l` and `s`, the mode is ignored; with both, the longer side of the source gets `l`.',
      '只给 `l` 或 `s` 时忽略模式；同时给出时，原图的长边取 `l`。',
    ),
    say(
      `A result has at most ${MAX_TARGET_SIDE} pixels a side and 16,777,216 in all.`,
      `结果每边最多 ${MAX_TARGET_SIDE} 像素，总像素最多 16,777,216。`,
    ),
  ],

  screen({ w, h }) {
    if (w === '0' && h === '0') throw invalid('w', '0', '0040-00000321');
  },

  check({ w, h, l, s, p, P }) {
    if ([w, h, l, s, p, P].every((value) => value === undefined)) {
      throw invalid('resize', '', '0040-00000322');
    }
  },

  plan(size, values, context) {
    const target = targetOf(size, values, context);
    return keeps(size, values, target, context) ? { size, paints: false } : planTarget(size, target, values);
  },

  paint: (picture, { color }, { size }) => pad(picture, size, color),
});

function planTarget(size: Size, { scale, canvas }: Target, { color }: Values): StepPlan {
  checkTargetSide(canvas);
  checkTargetPixels(canvas);
  const { width, height } = canvas;
  const geometry = scaleTo(size, scale);
  if (width > scale.width || height > scale.height) {
    return { geometry, size: canvas, paints: true, colours: !isGrey(color), paintCost: pixelCost(canvas, 1) };
  }
  const x = Math.floor((scale.width - width) / 2);
  const y = Math.floor((scale.height - height) / 2);
  return { geometry: { ...geometry, window: { x, y, width, height } }, size: canvas, paints: false };
}

/** What the values ask of a picture of this size, `limit` aside. */
function targetOf(size: Size, values: Values, context: PlanContext): Target {
  const { w, h, l, s, p } = values;
  if (w !== undefined || h !== undefined) return aimBox(size, values, w, h);
  if (l !== undefined || s !== undefined) return aimSides(size, values, l, s);
  return plain(p === undefined ? ofCanvas(size, values, context) : percent(size, p));
}

/** `w` and `h`: a box, or one side of it. */
function aimBox(size: Size, { m }: Values, w: number | undefined, h: number | undefined): Target {
  if (w !== undefined && h !== undefined) return aimMode(size, m, { width: w, height: h });
  const only = w ?? h ?? 1;
  if (m === 'fill' || m === 'pad') return aimMode(size, m, { width: only, height: only });
  return plain(w === undefined ? toHeight(size, only) : toWidth(size, only));
}

/** `l` and `s`: lengths of the longer and the shorter side, whichever of the two is which. */
function aimSides(size: Size, { m }: Values, l: number | undefined, s: number | undefined): Target {
  const lies = size.width >= size.height;
  if (l !== undefined && s !== undefined) {
    return aimMode(size, m, lies ? { width: l, height: s } : { width: s, height: l });
  }
  const setsWidth = lies === (l !== undefined);
  const only = l ?? s ?? 1;
  return plain(setsWidth ? toWidth(size, only) : toHeight(size, only));
}

function aimMode(size: Size, mode: Values['m'], box: Size): Target {
  switch (mode) {
    case 'lfit':
      return plain(fitInside(size, box));
    case 'mfit':
      return plain(fitOutside(size, box));
    case 'fill':
      return { scale: fitOutside(size, box), canvas: box };
    case 'pad':
      return { scale: fitInside(size, box), canvas: box };
    case 'fixed':
      return plain(box);
  }
}

function plain(scale: Size): Target {
  return { scale, canvas: scale };
}

function percent({ width, height }: Size, p: number): Size {
  return { width: scaled(width, p, 100), height: scaled(height, p, 100) };
}

/** `P`: fits a mark into a percentage of the picture it marks, enlarging it if need be. */
function ofCanvas(size: Size, { P = 0 }: Values, { canvas }: PlanContext): Size {
  if (!canvas) throw invalid('P', `${P}`);
  return fitInside(size, percent(canvas, P));
}

/**
 * Whether `limit_1` keeps the source size. Policy `result` looks at the scaled picture, `box` at the asked sides;
 * the vendor's pages and a live answer disagree (operations reference, 4.1.4). Percentages are never limited.
 */
function keeps(size: Size, values: Values, { scale }: Target, { limitPolicy }: PlanContext): boolean {
  const { w, h, l, s, limit } = values;
  if (!limit || (w ?? h ?? l ?? s) === undefined) return false;
  if (limitPolicy === 'result') return scale.width > size.width || scale.height > size.height;
  if ((w ?? h) !== undefined) return (w ?? 0) > size.width || (h ?? 0) > size.height;
  return (l ?? 0) > Math.max(size.width, size.height) || (s ?? 0) > Math.min(size.width, size.height);
}
