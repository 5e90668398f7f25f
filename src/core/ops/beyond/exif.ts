import { reportOperation } from '../../spec/operation.ts';
import { say } from '../../spec/sentence.ts';
import { readExifFields } from '../exif/read.ts';

/** Answers the Exif of the original and nothing else. */
export const exif = reportOperation({
  name: 'exif',
  summary: say('Answers the Exif of the original, as JSON.', '以 JSON 返回原图的 Exif 信息。'),
  params: {},
  examples: ['exif'],
  notes: [
    say(
      'Each tag is `{"value": TEXT, "type": N}` with the type of TIFF that it is stored in; nothing where there is no Exif.',
      '每个标签为 `{"value": 文本, "type": N}`，N 为其 TIFF 类型；没有 Exif 时为空。',
    ),
  ],
  readsPixels: false,
  report: ({ exif: block }) => Promise.resolve(block ? readExifFields(block) : {}),
});
