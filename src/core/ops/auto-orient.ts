import { say } from '../spec/sentence.ts';
import { orientOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { flag } from '../spec/values.ts';

/** Turns the source upright, or says that it must stay as it is stored. */
export const autoOrient = orientOperation({
  name: 'auto-orient',
  summary: say(
    'Turns the picture upright by its Exif orientation before anything else happens.',
    '在其他操作之前，按 Exif 方向信息把图片转正。',
  ),
  params: {
    value: required(
      flag(),
      say(
        '1 turns upright, which is also the default; 0 keeps stored order.',
        '1 表示转正（默认），0 表示保持存储方向。',
      ),
      '0040-00000215',
    ),
  },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000214',
  preparesMarks: true,
  examples: ['auto-orient,0', 'auto-orient,1'],
  notes: [
    say(
      'Applied once to the decoded source, wherever it stands in the chain.',
      '无论写在何处，都只对解码后的原图应用一次。',
    ),
  ],
  upright: ({ value }) => value,
  write: (upright) => (upright ? undefined : '0'),
});
