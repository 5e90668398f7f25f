import { pixelCost } from '../image/cost.ts';
import type { Turn } from '../image/geometry.ts';
import { say } from '../spec/sentence.ts';
import { turned, turnSize } from '../image/geometry.ts';
import { rotateBytes, rotatedSize } from '../image/kernels/rotate.ts';
import type { Size } from '../image/picture.ts';
import { ProcessError } from '../spec/error.ts';
import { pixelOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import type { StepPlan } from '../spec/step.ts';
import { integer } from '../spec/values.ts';

/** Longest side of a picture that is rotated. */
const MAX_ROTATED_SIDE = 4096;

/** Turns the picture clockwise. */
export const rotate = pixelOperation({
  name: 'rotate',
  summary: say('Turns the picture clockwise.', '顺时针旋转图片。'),
  params: {
    value: required(
      integer(0, 360),
      say('Degrees; 0 and 360 change nothing.', '旋转角度；0 和 360 表示不变。'),
      '0040-00000217',
    ),
  },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000216',
  preparesMarks: true,
  examples: ['rotate,90', 'rotate,70'],
  notes: [
    say(
      `Refuses a picture with a side of more than ${MAX_ROTATED_SIDE} pixels: resize it first.`,
      `图片任一边超过 ${MAX_ROTATED_SIDE} 像素时报错，请先缩放。`,
    ),
    say(
      'Angles between quarter turns enlarge the canvas to hold the turned picture; its new corners are transparent when the format can be, and white otherwise.',
      '非直角旋转会扩大画布以容纳旋转后的图片；新增的角在支持透明的格式中为透明，否则为白色。',
    ),
  ],

  plan: (size, { value }) => planRotation(size, value % 360),

  paint: (picture, { value }, _plan, { kernels, outputAlpha }) => kernels.rotate(picture, value, outputAlpha),
});

/** The plan of a clockwise turn by 0 to 359 degrees. Throws for a picture that is too large to turn. */
export function planRotation(size: Size, degrees: number): StepPlan {
  if (degrees === 0) return { size, paints: false };
  if (Math.max(size.width, size.height) > MAX_ROTATED_SIDE) throw outOfRange();
  if (degrees % 90 === 0) return quarterTurns(size, (degrees / 90) as Turn['quarters']);
  const to = rotatedSize(size, degrees);
  return {
    size: to,
    paintCost: pixelCost(to, 9),
    paints: true,
    clears: true,
    paintBytes: rotateBytes(size, to),
  };
}

function quarterTurns(size: Size, quarters: Turn['quarters']): StepPlan {
  const turn = { quarters, mirror: false };
  return { geometry: turned(size, turn), size: turnSize(size, turn), paints: false };
}

function outOfRange(): ProcessError {
  return new ProcessError('BadRequest', 'Picture exceed the maximum allowable rotation range.', {
    ec: '0040-00000006',
  });
}
