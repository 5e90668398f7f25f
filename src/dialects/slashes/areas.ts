/** `crop/…`, `cut/…` and `extent/…`: areas of a picture, as Tencent CI and Qiniu write them. */
import { invalid } from '../../core/spec/error.ts';
import { placeOf } from './words.ts';

type Given = ReadonlyMap<string, string>;

/** `300x200`, `300x`, `x200`, and behind a `!` perhaps how far the area is moved. */
const AREA = /^!?(\d*)x(\d*)(?:([a-])(\d+)([a-])(\d+))?$/;
/** `!-3a0`: how far the canvas reaches beyond the picture, and to which side. */
const STRIPS = /^!([a-])(\d+)([a-])(\d+)$/;

/** One axis of an area. */
interface Span {
  readonly length: string;
  readonly offset: string;
}

/** Cuts an area out; it is moved right and down from where it lies, or is so much shorter. */
export function cropAction(value: string, given: Given): string {
  const [, wide = '', high = '', across, x = '', down, y = ''] = AREA.exec(value) ?? [];
  if (wide === '' && high === '') throw invalid('crop', value);
  const [w, h] = [spanOf(wide, across, x, value), spanOf(high, down, y, value)];
  const parts = [
    w.length && `w_${w.length}`,
    h.length && `h_${h.length}`,
    w.offset && `x_${w.offset}`,
    h.offset && `y_${h.offset}`,
  ];
  return ['crop', ...parts.filter(Boolean), placeIn(given)].join(',');
}

/** With `-30` the side is 30 shorter; with `a30` the area begins 30 later. */
function spanOf(length: string, sign: string | undefined, amount: string, value: string): Span {
  if (sign !== '-' || Number(amount) === 0) return { length, offset: amount };
  const rest = Number(length) - Number(amount);
  if (rest < 1) throw invalid('crop', value);
  return { length: `${rest}`, offset: '' };
}

/** `600x600x100x10`: a box and where it lies. */
export function cutAction(value: string, given: Given): string {
  const [, w, h, x, y] = /^(\d+)x(\d+)x(\d+)x(\d+)$/.exec(value) ?? [];
  if (w === undefined) throw invalid('cut', value);
  return `crop,w_${w},h_${h},x_${x},y_${y},${placeIn(given)}`;
}

/** `indexcrop/width/W/index/I` or with `height`, which counts where both are given: one of the slices. */
export function sliceAction(given: Given): string {
  const [w, h] = [given.get('width'), given.get('height')];
  const length = h === undefined ? `x_${w ?? ''}` : `y_${h}`;
  return `indexcrop,${length},i_${given.get('index') ?? 0}`;
}

function placeIn(given: Given): string {
  const place = given.get('gravity');
  return `g_${place === undefined ? 'nw' : placeOf(place)}`;
}

/** `640x480`: a canvas around the middle; `!-3a0`: a strip on the left, of `!a3-0` on the right, and so above and below. */
export function aroundAction(value: string, colour: string): string {
  const [, across, x = '', down, y = ''] = STRIPS.exec(value) ?? [];
  if (across !== undefined) {
    const strips = [`${across === '-' ? 'l' : 'r'}_${x}`, `${down === '-' ? 't' : 'b'}_${y}`];
    return `border,${strips.join(',')},color_${colour}`;
  }
  const [, w, h] = /^!?(\d+)x(\d+)(?:a0a0)?$/.exec(value) ?? [];
  if (w === undefined) throw invalid('extent', value);
  return `extend,w_${w},h_${h},color_${colour}`;
}
