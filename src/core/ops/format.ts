import { say } from '../spec/sentence.ts';
import { outputOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import type { Format } from '../spec/source.ts';
import { FORMATS } from '../spec/source.ts';
import type { ValueType } from '../spec/values.ts';
import { choice } from '../spec/values.ts';

/** Names the format of the result. */
export const format = outputOperation({
  name: 'format',
  summary: say(
    'Names the format of the result; without it the format of the source is kept.',
    '指定结果的格式；不指定则保持原图格式。',
  ),
  params: {
    value: required(
      formatName(),
      say('Format; `jpeg` is read as `jpg`.', '格式；`jpeg` 等同于 `jpg`。'),
      '0040-00000206',
    ),
  },
  bare: 'value',
  bareOnly: true,
  furtherArguments: 'ignored',
  missing: '0040-00000207',
  examples: ['format,png', 'format,webp'],
  notes: [
    say(
      'Transparent pixels become white in a format without transparency.',
      '转换为不支持透明的格式时，透明部分变为白色。',
    ),
    say(
      '`gif` is only followed for a GIF and for other sources that move; any other source keeps its format.',
      '`gif` 只对 GIF 和其他动图生效，其他原图保持原格式。',
    ),
    say('The last one in a chain counts, wherever it stands.', '出现多次时以最后一个为准，与位置无关。'),
  ],
  adjust: (wish, { value }) => ({ ...wish, format: value }),
  write: ({ format: name }) => name,
});

function formatName(): ValueType<Format> {
  const names = choice(...FORMATS);
  return { ...names, read: (text) => names.read(text === 'jpeg' ? 'jpg' : text) };
}
