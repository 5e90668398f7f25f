import { turned, turnSize } from '../../image/geometry.ts';
import { pixelOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice } from '../../spec/values.ts';

const QUARTERS = { '90': 1, '180': 2, '270': 3 } as const;

/** Quarter turns, of pictures of any size: `rotate` has a limit of its vendor's. */
export const turn = pixelOperation({
  name: 'turn',
  summary: say('Turns the picture clockwise by quarters.', '按 90 度的倍数顺时针旋转图片。'),
  params: {
    value: required(choice('90', '180', '270'), say('Degrees.', '旋转角度。')),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['turn,90'],
  plan(size, { value }) {
    const turn = { quarters: QUARTERS[value], mirror: false };
    return { geometry: turned(size, turn), size: turnSize(size, turn), paints: false };
  },
});
