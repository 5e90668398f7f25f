/** Qiniu Dora: `imageView2`, `imageMogr2`, `watermark`, `roundPic`, `imageInfo`, `imageAve`, joined by `|`. */
import { invalid } from '../../core/spec/error.ts';
import { chainOf, type Dialect, factOf, type Report } from '../dialect.ts';
import { imageMogr2 } from '../slashes/image-mogr2.ts';
import { imageView2 } from '../slashes/image-view2.ts';
import { watermark } from '../slashes/watermark.ts';
import { readPairs, readSegments, type Segment } from '../slashes/words.ts';

const NAMES = new Set(['imageView2', 'imageMogr2', 'watermark', 'roundPic', 'imageInfo', 'imageAve']);
/** Twentieths of a point at 96 dots an inch; 240 where none are given. */
const LETTERS = { pixels: 96 / 72 / 20, size: 240 };

export const qiniu: Dialect = {
  translate(asking) {
    const segments = readSegments(asking, NAMES);
    if (segments === undefined) return undefined;
    return { key: asking.key, process: chainOf(segments.flatMap(actionsOf)), report: reportOf };
  },
  refuse: ({ message, requestId }) => ({
    contentType: 'application/json',
    body: JSON.stringify({ error: message }),
    headers: { 'X-Reqid': requestId },
  }),
};

function actionsOf({ name, words }: Segment): string[] {
  switch (name) {
    case 'imageView2':
      return imageView2(words);
    case 'imageMogr2':
      return imageMogr2(words);
    case 'watermark':
      return watermark(words, LETTERS);
    case 'roundPic':
      return [roundPic(words)];
    case 'imageInfo':
      return ['info'];
    default:
      return ['average-hue'];
  }
}

/** `roundPic/radius/30`; half a side, as `!50p` asks for, is a circle's. */
function roundPic(words: readonly string[]): string {
  const radius = new Map(readPairs(words)).get('radius');
  if (radius === undefined) throw invalid('radius', '');
  return `rounded-corners,r_${radius === '!50p' ? 4096 : radius}`;
}

/** Numbers are numbers. */
function reportOf(facts: Report): unknown {
  if ('RGB' in facts) return facts;
  return {
    size: Number(factOf(facts, 'FileSize')),
    format: factOf(facts, 'Format') === 'jpg' ? 'jpeg' : factOf(facts, 'Format'),
    width: Number(factOf(facts, 'ImageWidth')),
    height: Number(factOf(facts, 'ImageHeight')),
  };
}
