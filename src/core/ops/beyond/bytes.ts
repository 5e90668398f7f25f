import { outputOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { integer, type ValueType } from '../../spec/values.ts';

const number = integer(1, 999_999_999);

/** A number of bytes, or as many as the original has. */
const most: ValueType<number | 'source'> = {
  ...number,
  expects: say(`${number.expects.en}, or source`, `${number.expects.zh}，或 source`),
  read: (text) => (text === 'source' ? text : number.read(text)),
  write: String,
};

/** Lowers the quality of a lossy result until it is small enough. */
export const bytes = outputOperation({
  name: 'bytes',
  summary: say(
    'Lowers the quality until the result has no more than so many bytes.',
    '降低质量，使结果不超过指定字节数。',
  ),
  params: {
    value: required(
      most,
      say('The most bytes; `source` is as many as the original has.', '字节数上限；`source` 表示原图大小。'),
    ),
  },
  bare: 'value',
  bareOnly: true,
  examples: ['bytes,20000'],
  notes: [
    say(
      'What is too large at quality 1 still is that; formats without a quality are left as they are.',
      '质量为 1 时仍超出上限则按此返回；没有质量参数的格式不受影响。',
    ),
  ],
  adjust: (wish, { value }) => ({ ...wish, mostBytes: value }),
  write: ({ mostBytes }) => (mostBytes === undefined ? undefined : `${mostBytes}`),
});
