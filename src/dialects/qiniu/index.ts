/** Qiniu Dora: `imageView2`, `imageMogr2`, `watermark`, `roundPic`, `imageInfo`, `imageAve`, joined by `|`. */
import { invalid } from '../../core/spec/error.ts';
import { type Dialect, factOf, type Report } from '../dialect.ts';
import { commonProcessings, type Processings, translateSegments } from '../slashes/processings.ts';
import { readPairs } from '../slashes/words.ts';

/** Letters in twentieths of a point at 96 dots an inch; 240 where none are given. */
const PROCESSINGS: Processings = {
  ...commonProcessings({ pixels: 96 / 72 / 20, size: 240 }),
  roundPic: (words) => [roundPic(words)],
};

export const qiniu: Dialect = {
  translate: (asking) => translateSegments(asking, PROCESSINGS, reportOf),
  refuse: ({ message, requestId }) => ({
    contentType: 'application/json',
    body: JSON.stringify({ error: message }),
    headers: { 'X-Reqid': requestId },
  }),
};

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
    format: factOf(facts, 'Format').replace(/^jpg$/, 'jpeg'),
    width: Number(factOf(facts, 'ImageWidth')),
    height: Number(factOf(facts, 'ImageHeight')),
  };
}
