import { outputOperation } from '../../spec/operation.ts';
import { required } from '../../spec/params.ts';
import { say } from '../../spec/sentence.ts';
import { choice, integer } from '../../spec/values.ts';

/** Sets the quality of a lossy result in ways that `quality` has no word for. */
export const level = outputOperation({
  name: 'level',
  summary: say('Sets the quality whatever that of the source is.', '设置质量，不受原图质量限制。'),
  params: {
    m: required(
      choice('exact', 'least'),
      say('This quality, or that of the source where it is higher.', '按此质量；或取其与原图质量的较大值。'),
    ),
    v: required(integer(1, 100), say('The quality.', '质量。')),
  },
  examples: ['level,m_exact,v_90'],
  adjust: (wish, { m, v }) => ({
    ...wish,
    absoluteQuality: undefined,
    relativeQuality: undefined,
    level: { rule: m, quality: v },
  }),
  write: ({ level }) => (level === undefined ? undefined : `m_${level.rule},v_${level.quality}`),
});
