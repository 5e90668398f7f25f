/** What Tencent and Qiniu process alike, and how a request in either becomes a chain. */
import { ProcessError } from '../../core/spec/error.ts';
import { type Asking, chainOf, type Report, type Translated } from '../dialect.ts';
import { imageMogr2 } from './image-mogr2.ts';
import { imageView2 } from './image-view2.ts';
import { type Marking, watermark } from './watermark.ts';
import { readSegments } from './words.ts';

/** By name: the actions of the words behind it. */
export type Processings = Readonly<Record<string, (words: readonly string[]) => string[]>>;

/** In what the two differ. */
export interface Habits {
  readonly marking: Marking;
  /** Whether a box may be filled by enlarging. */
  readonly grows: boolean;
}

/** Those of both, with a vendor's habits. */
export function commonProcessings({ marking, grows }: Habits): Processings {
  return {
    imageMogr2,
    imageView2: (words) => imageView2(words, grows),
    watermark: (words) => watermark(words, marking),
    imageInfo: () => ['info'],
    imageAve: () => ['average-hue'],
    exif: () => refuse('exif'),
  };
}

function refuse(what: string): never {
  throw new ProcessError('NotImplemented', `${what} is not offered.`);
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
