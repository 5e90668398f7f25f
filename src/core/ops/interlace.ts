import { outputOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { flag } from '../spec/values.ts';

/** Asks for a progressive JPEG. */
export const interlace = outputOperation({
  name: 'interlace',
  summary: 'Writes a JPEG that appears blurred first and then sharpens while it loads.',
  params: { value: required(flag(), '1 progressive, 0 baseline.', '0040-00000282') },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000281',
  examples: ['interlace,1', 'format,jpg/interlace,1'],
  notes: ['Ignored for a result that is not JPEG.'],
  adjust: (wish, { value }) => ({ ...wish, interlace: value }),
});
