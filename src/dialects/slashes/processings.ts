/** What Tencent and Qiniu process alike, and how a request in either becomes a chain. */
import { type Asking, chainOf, type Report, type Translated } from '../dialect.ts';
import { imageMogr2 } from './image-mogr2.ts';
import { imageView2 } from './image-view2.ts';
import { type Letters, watermark } from './watermark.ts';
import { readSegments } from './words.ts';

/** By name: the actions of the words behind it. */
export type Processings = Readonly<Record<string, (words: readonly string[]) => string[]>>;

/** Those of both, with letters measured as the vendor does. */
export function commonProcessings(letters: Letters): Processings {
  return {
    imageMogr2,
    imageView2,
    watermark: (words) => watermark(words, letters),
    imageInfo: () => ['info'],
    imageAve: () => ['average-hue'],
  };
}

/** The request in the language of this service; undefined when it names none of these processings. Throws ProcessError. */
export function translateSegments(
  asking: Asking,
  processings: Processings,
  report: (facts: Report) => unknown,
): Translated | undefined {
  const segments = readSegments(asking, new Set(Object.keys(processings)));
  if (segments === undefined) return undefined;
  const actions = segments.flatMap(({ name, words }) => processings[name]!(words));
  return { key: asking.key, process: chainOf(actions), report };
}
