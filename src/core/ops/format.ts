import { outputOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import type { Format } from '../spec/source.ts';
import { FORMATS } from '../spec/source.ts';
import type { ValueType } from '../spec/values.ts';
import { choice } from '../spec/values.ts';

/** Names the format of the result. */
export const format = outputOperation({
  name: 'format',
  summary: 'Names the format of the result; without it the format of the source is kept.',
  params: { value: required(formatName(), 'Format; `jpeg` is read as `jpg`.', '0040-00000206') },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000207',
  examples: ['format,png', 'format,webp'],
  notes: [
    'Transparent pixels become white in a format without transparency.',
    '`gif` is only followed for a GIF source; any other source keeps its format.',
    'The last one in a chain counts, wherever it stands.',
  ],
  adjust: (wish, { value }) => ({ ...wish, format: value }),
});

function formatName(): ValueType<Format> {
  const names = choice(...FORMATS);
  return { ...names, read: (text) => names.read(text === 'jpeg' ? 'jpg' : text) };
}
