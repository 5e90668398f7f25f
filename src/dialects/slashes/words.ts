/** Languages of words and values between slashes: `imageMogr2/thumbnail/300x/rotate/90|watermark/2/text/…`. */
import { invalid } from '../../core/spec/error.ts';
import { type Asking, lookUp } from '../dialect.ts';

/** One processing: its name and what stands behind it. */
export interface Segment {
  readonly name: string;
  readonly words: readonly string[];
}

/** The segments of the first parameter that begins with one of these names; undefined when there is none. */
export function readSegments({ parameters }: Asking, names: ReadonlySet<string>): Segment[] | undefined {
  // The padding of base64 makes a name and a value of one text.
  const texts = parameters.map(({ name, value, assigned }) => (assigned ? `${name}=${value}` : name));
  const text = texts.find((one) => names.has(one.split(/[/|]/, 1)[0] ?? ''));
  return text?.split('|').map((segment) => {
    const [name = '', ...words] = segment.split('/');
    if (!names.has(name)) throw invalid('operation', name);
    return { name, words };
  });
}

/** Whether a parameter of these names asks for the original where something is wrong. */
export function forgivesErrors(asking: Asking): boolean {
  return asking.parameters.some(({ name }) => /\/ignore-error\/1(?=[/|]|$)/.test(name));
}

/** Words with their values, in the order they stand. `alone` have none. Throws for a value that is missing. */
export function readPairs(
  words: readonly string[],
  alone: ReadonlySet<string> = new Set(),
): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '') continue;
    if (alone.has(word)) {
      pairs.push([word, '']);
      continue;
    }
    const value = words[++at];
    if (value === undefined || value === '') throw invalid(word, '');
    pairs.push([word, value]);
  }
  return pairs;
}

const PLACES: Readonly<Record<string, string>> = {
  northwest: 'nw',
  north: 'north',
  northeast: 'ne',
  west: 'west',
  center: 'center',
  east: 'east',
  southwest: 'sw',
  south: 'south',
  southeast: 'se',
};

/** `SouthEast` in the words of this service. Throws for what is no place. */
export function placeOf(gravity: string): string {
  const place = lookUp(PLACES, gravity.toLowerCase());
  if (place === undefined) throw invalid('gravity', gravity);
  return place;
}

/** `300`, in range of no more than its letters. Throws for anything else. */
export function numberOf(word: string, value: string): number {
  if (!/^\d{1,9}(\.\d+)?$/.test(value)) throw invalid(word, value);
  return Math.round(Number(value));
}
