import { failureOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { say } from '../spec/sentence.ts';
import { flag } from '../spec/values.ts';

/** Says what is shown where the picture cannot be made. */
export const ignoreError = failureOperation({
  name: 'ignore-error',
  summary: say(
    'Shows the original where the picture cannot be read or processed, instead of an error.',
    '图片无法读取或处理时返回原图，而不是报错。',
  ),
  params: {
    value: required(
      flag(),
      say(
        '1 shows the original; 0, the default, answers the error.',
        '1 表示返回原图；0（默认）表示返回错误。',
      ),
    ),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['ignore-error,1'],
  notes: [
    say(
      'A chain that is not well written, a missing object or style and a lack of rights stay errors.',
      '参数写法错误、对象或样式不存在以及没有权限时仍然报错。',
    ),
  ],
  ignored: ({ value }) => value,
});
