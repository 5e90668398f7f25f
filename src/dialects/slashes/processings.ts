/** What Tencent and Qiniu process alike, and how a request in either becomes a chain. */
import { type Asking, chainOf, factOf, type Report, type ReportWriter, type Translated } from '../dialect.ts';
import { imageMogr2 } from './image-mogr2.ts';
import { imageView2 } from './image-view2.ts';
import { limitsToOriginal } from './output.ts';
import { type Marking, watermark } from './watermark.ts';
import { readSegments } from './words.ts';

/** By name: the actions of the words behind it. */
export type Processings = Readonly<Record<string, (words: readonly string[]) => string[]>>;

/** In what the two differ. */
export interface Habits {
  readonly marking: Marking;
  /** Whether a box may be filled by enlarging. */
  readonly grows: boolean;
  /** The report that `imageInfo` is written from. */
  readonly info: string;
}

/** Those of both, with a vendor's habits. */
export function commonProcessings({ marking, grows, info }: Habits): Processings {
  return {
    imageMogr2,
    imageView2: (words) => imageView2(words, grows),
    watermark: (words) => watermark(words, marking),
    imageInfo: () => [info],
    imageAve: () => ['average-hue'],
    exif: () => ['exif'],
  };
}

/** Writers by the processing that reports; what has none is told as it is. */
export type Reports = Readonly<Record<'imageInfo' | 'exif', ReportWriter>>;

/** The request in the language of this service; undefined when it names none of these processings. Throws ProcessError. */
export function translateSegments(
  asking: Asking,
  processings: Processings,
  reports: Reports,
): Translated | undefined {
  const segments = readSegments(asking, new Set(Object.keys(processings)));
  if (segments === undefined) return undefined;
  const actions = segments.flatMap(({ name, words }) => processings[name]!(words));
  const [first] = segments.map(({ name }) => name);
  const writer = first === 'imageInfo' || first === 'exif' ? reports[first] : undefined;
  return {
    key: asking.key,
    process: chainOf(actions),
    report: writer ?? ((facts) => facts),
    onlySmaller: segments.some(({ words }) => limitsToOriginal(words)),
  };
}

/** Writes Exif as `write` writes a tag. */
export function exifWriter(
  write: (name: string, value: string, type: number | undefined) => unknown,
): ReportWriter {
  return (facts) => {
    const tags = Object.entries(facts).map(([name, fact]) => {
      const type = typeof fact === 'string' ? undefined : fact.type;
      return [name, write(name, factOf(facts, name), type)];
    });
    return tags.length === 0 ? { error: 'no exif data' } : Object.fromEntries(tags);
  };
}

/** The word for the format of an original. */
export function formatIn(facts: Report): string {
  return factOf(facts, 'Format').replace(/^jpg$/, 'jpeg');
}
