import { invalid } from '../spec/error.ts';
import { outputOperation } from '../spec/operation.ts';
import { optional } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

const percent = integer(1, 100);

/** Sets the quality of a lossy result. */
export const quality = outputOperation({
  name: 'quality',
  summary: 'Sets the quality of a JPEG or WebP result.',
  params: {
    q: optional(percent, 'Percent of the quality of a JPEG source; of 100 for any other source.'),
    Q: optional(percent, 'Quality, but never above that of a JPEG source. Wins over `q`.', '0040-00000308'),
  },
  bare: 'q',
  bareEc: '0040-00000310',
  examples: ['quality,q_80', 'quality,Q_90'],
  notes: ['A single bare value is read as `q`.', 'Ignored by formats without loss.'],

  check({ q, Q }) {
    if (q === undefined && Q === undefined) throw invalid('quality', '');
  },

  adjust: (wish, { q, Q }) => ({
    ...wish,
    absoluteQuality: Q,
    relativeQuality: Q === undefined ? q : undefined,
  }),
});
