/** Tencent Cloud Infinite: `imageMogr2`, `imageView2`, `watermark`, `imageInfo`, `imageAve`, joined by `|`. */
import { chainOf, type Dialect, factOf, type Report } from '../dialect.ts';
import { imageMogr2 } from '../slashes/image-mogr2.ts';
import { imageView2 } from '../slashes/image-view2.ts';
import { watermark } from '../slashes/watermark.ts';
import { readSegments, type Segment } from '../slashes/words.ts';

const NAMES = new Set(['imageMogr2', 'imageView2', 'watermark', 'imageInfo', 'imageAve']);
/** Points at 96 dots an inch; 13 where none are given. */
const LETTERS = { pixels: 96 / 72, size: 13 };

export const ci: Dialect = {
  translate(asking) {
    const segments = readSegments(asking, NAMES);
    if (segments === undefined) return undefined;
    return { key: asking.key, process: chainOf(segments.flatMap(actionsOf)), report: reportOf };
  },
  refuse: ({ code, message, requestId, key }) => ({
    elements: { Code: code, Message: message, Resource: key, RequestId: requestId, TraceId: requestId },
    headers: { 'x-cos-request-id': requestId },
  }),
};

function actionsOf({ name, words }: Segment): string[] {
  switch (name) {
    case 'imageMogr2':
      return imageMogr2(words);
    case 'imageView2':
      return imageView2(words);
    case 'watermark':
      return watermark(words, LETTERS);
    case 'imageInfo':
      return ['info'];
    default:
      return ['average-hue'];
  }
}

/** Numbers are texts. */
function reportOf(facts: Report): unknown {
  if ('RGB' in facts) return facts;
  return {
    format: factOf(facts, 'Format'),
    width: factOf(facts, 'ImageWidth'),
    height: factOf(facts, 'ImageHeight'),
    size: factOf(facts, 'FileSize'),
  };
}
