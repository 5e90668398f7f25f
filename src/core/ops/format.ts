import { invalid, type ProcessError } from '../spec/error.ts';
import { say } from '../spec/sentence.ts';
import { outputOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { FORMATS } from '../spec/source.ts';
import type { OutputWish } from '../spec/output.ts';
import type { ValueType } from '../spec/values.ts';
import { choice } from '../spec/values.ts';

const UNKNOWN_EC = '0040-00000206';

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
      UNKNOWN_EC,
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
    say(
      '`auto` is beyond OSS and refused unless the bucket allows it (`autoFormat`): AVIF or WebP for callers that accept them, else the format of the source.',
      '`auto` 是 OSS 之外的扩展，存储空间允许时（`autoFormat`）才可用：按请求的 Accept 返回 AVIF 或 WebP，否则保持原图格式。',
    ),
    say('The last one in a chain counts, wherever it stands.', '出现多次时以最后一个为准，与位置无关。'),
  ],
  adjust: (wish, { value }) => ({ ...wish, format: value }),
  write: ({ format: name }) => name,
});

/** What `auto` is answered where it is not allowed: what OSS answers. */
export function refusedAuto(): ProcessError {
  return invalid('format', 'auto', UNKNOWN_EC);
}

function formatName(): ValueType<NonNullable<OutputWish['format']>> {
  const names = choice(...FORMATS, 'auto');
  return { ...names, read: (text) => names.read(text === 'jpeg' ? 'jpg' : text) };
}
