import { outputOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { flag } from '../../spec/values.ts';

/** Shows what moves by its first frame. */
export const still = outputOperation({
  name: 'still',
  summary: say('Shows the first frame of what moves.', '只显示动图的第一帧。'),
  params: {
    value: required(
      flag(),
      say('1 shows the first frame, 0 all of them.', '1 表示只显示第一帧，0 表示全部。'),
    ),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['still,1'],
  adjust: (wish, { value }) => ({ ...wish, still: value }),
  write: (wish) => (wish.still ? '1' : undefined),
});
