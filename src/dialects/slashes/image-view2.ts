/** `imageView2/MODE/w/…/h/…`: six ways into a box. */
import { invalid } from '../../core/spec/error.ts';
import { lookUp } from '../dialect.ts';
import { outputAction } from './output.ts';
import { readPairs } from './words.ts';

/** Whether `w` and `h` are the longer and the shorter side, how the box is met, and whether pictures grow. */
interface Way {
  readonly sides: readonly [string, string];
  readonly fit: string;
  readonly limit: 0 | 1;
}

/** By mode. */
const MODES: Readonly<Record<string, Way>> = {
  0: { sides: ['l', 's'], fit: 'lfit', limit: 1 },
  1: { sides: ['w', 'h'], fit: 'fill', limit: 0 },
  2: { sides: ['w', 'h'], fit: 'lfit', limit: 1 },
  3: { sides: ['w', 'h'], fit: 'mfit', limit: 1 },
  4: { sides: ['l', 's'], fit: 'mfit', limit: 1 },
  5: { sides: ['l', 's'], fit: 'fill', limit: 0 },
};

/** The actions of what stands behind `imageView2`; `grows` where a box may be filled by enlarging. Throws ProcessError. */
export function imageView2(given: readonly string[], grows: boolean): string[] {
  const [mode = '', ...words] = given;
  const way = lookUp(MODES, mode);
  if (way !== undefined) return intoBox(way, words, grows);
  if (/^\d*$/.test(mode)) throw invalid('mode', mode);
  // Without a mode nothing is scaled.
  return outputActions(readPairs(given));
}

function intoBox(way: Way, words: readonly string[], grows: boolean): string[] {
  const pairs = readPairs(words);
  const given = new Map(pairs);
  // What is a least size is a square where one side is given; the other side of a largest size is free.
  const isLeast = way.fit !== 'lfit';
  const w = given.get('w') ?? (isLeast ? given.get('h') : undefined);
  const h = given.get('h') ?? (isLeast ? given.get('w') : undefined);
  const [wide, high] = way.sides;
  const sides = [w && `${wide}_${w}`, h && `${high}_${h}`].filter((side) => side !== undefined);
  if (sides.length === 0 && pairs.length === 0) throw invalid('w', '');
  const others = pairs.filter(([word]) => word !== 'w' && word !== 'h');
  return [...(sides.length === 0 ? [] : sized(way, sides.join(','), grows)), ...outputActions(others)];
}

function outputActions(pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.flatMap(([word, value]) => outputAction(word, value) ?? unknown(word));
}

function sized({ sides: [wide], fit, limit }: Way, box: string, grows: boolean): string[] {
  if (fit !== 'fill' || grows) return [`resize,m_${fit},${box},limit_${limit}`];
  // As much of the box as there is.
  return wide === 'w'
    ? [`resize,m_mfit,${box},limit_1`, `crop,${box},g_center`]
    : [`resize,m_fill,${box},limit_1`];
}

function unknown(word: string): never {
  throw invalid('imageView2', word);
}
