/** Every operation, in the order of the documentation. A new one is its file and its line here. */
import type { Operation } from '../spec/operation.ts';
import { autoOrient } from './auto-orient.ts';
import { averageHue } from './average-hue.ts';
import { background } from './beyond/background.ts';
import { border } from './beyond/border.ts';
import { bytes } from './beyond/bytes.ts';
import { colorspace } from './beyond/colorspace.ts';
import { corners } from './beyond/corners.ts';
import { cut } from './beyond/cut.ts';
import { exif } from './beyond/exif.ts';
import { extend } from './beyond/extend.ts';
import { flip } from './beyond/flip.ts';
import { lean } from './beyond/lean.ts';
import { level } from './beyond/level.ts';
import { pixelate } from './beyond/pixelate.ts';
import { reach } from './beyond/reach.ts';
import { scale } from './beyond/scale.ts';
import { share } from './beyond/share.ts';
import { shave } from './beyond/shave.ts';
import { stamp } from './beyond/stamp.ts';
import { still } from './beyond/still.ts';
import { tone } from './beyond/tone.ts';
import { likeness, traits } from './beyond/traits.ts';
import { turn } from './beyond/turn.ts';
import { trim } from './beyond/trim.ts';
import { blur } from './blur.ts';
import { bright } from './bright.ts';
import { circle } from './circle.ts';
import { contrast } from './contrast.ts';
import { crop } from './crop.ts';
import { format } from './format.ts';
import { ignoreError } from './ignore-error.ts';
import { indexcrop } from './indexcrop.ts';
import { info } from './info.ts';
import { interlace } from './interlace.ts';
import { quality } from './quality.ts';
import { resize } from './resize.ts';
import { rotate } from './rotate.ts';
import { roundedCorners } from './rounded-corners.ts';
import { sharpen } from './sharpen.ts';
import { watermark } from './watermark.ts';

/** Those of the original service's language. */
export const OPERATIONS: readonly Operation[] = [
  resize,
  autoOrient,
  crop,
  indexcrop,
  circle,
  roundedCorners,
  rotate,
  blur,
  bright,
  contrast,
  sharpen,
  watermark,
  format,
  interlace,
  quality,
  ignoreError,
  info,
  averageHue,
];

/** Those, and what only other languages have words for: in a chain that was translated. */
export const EVERY_OPERATION: readonly Operation[] = [
  ...OPERATIONS,
  flip,
  turn,
  trim,
  shave,
  scale,
  reach,
  cut,
  corners,
  lean,
  extend,
  border,
  background,
  colorspace,
  tone,
  pixelate,
  stamp,
  level,
  bytes,
  still,
  share,
  exif,
  traits,
  likeness,
];
