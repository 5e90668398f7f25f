import { scaleTo } from '../../image/geometry.ts';
import type { Size } from '../../image/picture.ts';
import { fitInside, scaled } from '../../image/scaling.ts';
import { invalid } from '../../spec/error.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required, type ValuesOf } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice, integer } from '../../spec/values.ts';
import { checkTargetPixels, checkTargetSide } from '../bounds.ts';

const params = {
  s: required(
    choice('short', 'long', 'width', 'height', 'area', 'box'),
    say('What is measured of both.', '两者比较的对象：短边、长边、宽、高、面积或整个边框。'),
  ),
  t: required(
    integer(1, 10_000),
    say('Thousandths of what is measured of the picture that is marked.', '相对于被加水印图片的千分比。'),
  ),
};

/** Scales a mark in proportion, until one measure of it is a share of that of the picture it marks. */
export const share = pixelOperation({
  name: 'share',
  summary: say('Scales a mark to a share of the picture it marks.', '按被加水印图片的比例缩放水印。'),
  params,
  preparesMarks: true,
  examples: ['share,s_short,t_200'],
  plan(size, values, { canvas }) {
    if (canvas === undefined) throw invalid('share', '');
    const target = targetOf(size, canvas, values);
    checkTargetSide(target);
    checkTargetPixels(target);
    return { geometry: scaleTo(size, target), size: target, paints: false };
  },
});

function targetOf(size: Size, canvas: Size, { s, t }: ValuesOf<typeof params>): Size {
  if (s === 'box')
    return fitInside(size, { width: sideOf(canvas.width, t), height: sideOf(canvas.height, t) });
  if (s === 'area') {
    const factor = Math.sqrt((areaOf(canvas) * t) / 1000 / areaOf(size));
    return {
      width: Math.max(1, Math.round(size.width * factor)),
      height: Math.max(1, Math.round(size.height * factor)),
    };
  }
  const [asked, own] = [measured(canvas, s) * t, measured(size, s) * 1000];
  return { width: scaled(size.width, asked, own), height: scaled(size.height, asked, own) };
}

function sideOf(side: number, thousandths: number): number {
  return Math.max(1, Math.round((side * thousandths) / 1000));
}

function measured({ width, height }: Size, by: 'short' | 'long' | 'width' | 'height'): number {
  return { short: Math.min(width, height), long: Math.max(width, height), width, height }[by];
}

function areaOf({ width, height }: Size): number {
  return width * height;
}
