/** `thumbnail/…`: the sizes of ImageMagick, as Tencent CI and Qiniu write them. */
import { invalid } from '../../core/spec/error.ts';

/** Each form, and the action it is. */
const FORMS: readonly (readonly [form: RegExp, action: (first: string, second: string) => string])[] = [
  [/^!(\d+)p$/, (percent) => `resize,p_${percent},limit_0`],
  [/^!(\d+)px$/, (percent) => `scale,x_${percent}`],
  [/^!x(\d+)p$/, (percent) => `scale,y_${percent}`],
  [/^(\d*)x(\d*)$/, (w, h) => box('lfit', w, h)],
  [/^!(\d*)x(\d*)r$/, (w, h) => box('mfit', w, h)],
  [/^(\d+)x(\d+)!$/, (w, h) => box('fixed', w, h)],
  [/^(\d*)x(\d*)>$/, (w, h) => box('lfit', w, h, 1)],
  [/^(\d+)x(\d+)<$/, (w, h) => `scale,w_${w},h_${h}`],
  [/^(\d+)@$/, (area) => `scale,a_${area}`],
];

/** Throws for what is no size. */
export function thumbnailAction(text: string): string {
  for (const [form, action] of FORMS) {
    const [, first = '', second = ''] = form.exec(text) ?? [];
    if (first !== '' || second !== '') return action(first, second);
  }
  throw invalid('thumbnail', text);
}

/** The box that pads: `thumbnail/300x200/pad/1/color/…`. */
export function padAction(text: string, colour: string): string {
  const [, w, h] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (w === undefined) throw invalid('pad', text);
  return `resize,m_pad,w_${w},h_${h},limit_0,color_${colour}`;
}

/** The box that is filled, and what is too much cut off on both sides. */
export function filledAction(text: string): string {
  const [, w, h] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (w === undefined) throw invalid('scrop', text);
  return `resize,m_fill,w_${w},h_${h},limit_0`;
}

function box(mode: string, w: string, h: string, limit = 0): string {
  const sides = [w && `w_${w}`, h && `h_${h}`].filter((side) => side !== '');
  return `resize,m_${mode},${sides.join(',')},limit_${limit}`;
}
