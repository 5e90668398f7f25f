import { say } from '../spec/sentence.ts';
import { outputOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { flag } from '../spec/values.ts';

/** Asks for a progressive JPEG. */
export const interlace = outputOperation({
  name: 'interlace',
  summary: say(
    'Writes a JPEG that appears blurred first and then sharpens while it loads.',
    '生成先模糊后清晰的渐进显示 JPEG。',
  ),
  params: {
    value: required(
      flag(),
      say('1 progressive, 0 baseline.', '1 为渐进显示，0 为自上而下。'),
      '0040-00000282',
    ),
  },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000281',
  examples: ['interlace,1', 'format,jpg/interlace,1'],
  notes: [say('Ignored for a result that is not JPEG.', '结果不是 JPEG 时忽略。')],
  adjust: (wish, { value }) => ({ ...wish, interlace: value }),
  write: (wish) => (wish.interlace ? '1' : undefined),
});
