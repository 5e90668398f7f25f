import { say } from '../spec/sentence.ts';
import { invalid } from '../spec/error.ts';
import { outputOperation } from '../spec/operation.ts';
import { optional } from '../spec/params.ts';
import { integer } from '../spec/values.ts';

const percent = integer(1, 100);

/** Sets the quality of a lossy result. */
export const quality = outputOperation({
  name: 'quality',
  summary: say('Sets the quality of a JPEG or WebP result.', '设置 JPEG 或 WebP 结果的质量。'),
  params: {
    q: optional(
      percent,
      say(
        'Percent of the quality of a JPEG source; of 100 for any other source.',
        '相对质量：JPEG 原图质量的百分比；其他原图按 100 计算。',
      ),
      '0040-00000309',
    ),
    Q: optional(
      percent,
      say(
        'Quality, but never above that of a JPEG source. Wins over `q`.',
        '绝对质量，但不超过 JPEG 原图的质量；优先于 `q`。',
      ),
      '0040-00000308',
    ),
  },
  bare: 'q',
  bareEc: '0040-00000310',
  examples: ['quality,q_80', 'quality,Q_90'],
  notes: [
    say('A single bare value is read as `q`.', '单独一个数值视为 `q`。'),
    say('Ignored by formats without loss.', '对无损格式不起作用。'),
    say(
      'WebP of up to 8 megapixels at 100 loses nothing where the original (PNG, GIF, BMP, lossless WebP) had not.',
      '原图为无损格式（PNG、GIF、BMP、无损 WebP）且结果不超过 800 万像素时，质量为 100 的 WebP 也是无损的。',
    ),
  ],

  check({ q, Q }) {
    if (q === undefined && Q === undefined) throw invalid('quality', '');
  },

  adjust: (wish, { q, Q }) => ({
    ...wish,
    absoluteQuality: Q,
    relativeQuality: Q === undefined ? q : undefined,
    level: undefined,
  }),

  write({ absoluteQuality, relativeQuality }) {
    if (absoluteQuality !== undefined) return `Q_${absoluteQuality}`;
    return relativeQuality === undefined ? undefined : `q_${relativeQuality}`;
  },
});
