/**
 * The order in which a line is seen. A plain form of the Unicode Bidirectional Algorithm (UAX #9) for one line without
 * explicit embeddings: runs from right to left, numbers inside them from left to right, neutrals as their surroundings.
 */
import type { Cluster } from './characters.ts';

type Direction = 'left' | 'right' | 'number' | 'neutral';

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;
const NUMBER = /\p{Nd}/u;
const LETTER = /\p{L}/u;

/** Brackets that are turned round when they are read from the right (UAX #9, rule L4). */
const PAIRS = '()[]{}<>«»‹›≤≥「」『』【】《》〈〉（）［］｛｝';

/** Clusters in the order they are drawn, from left to right. */
export function toVisualOrder(clusters: readonly Cluster[]): Cluster[] {
  const directions = clusters.map(({ base }) => directionOf(String.fromCodePoint(base)));
  if (!directions.includes('right')) return [...clusters];
  const levels = resolveLevels(directions);
  const line = clusters.map((cluster, index) => ({
    level: levels[index] ?? 0,
    cluster: (levels[index] ?? 0) % 2 === 1 ? mirrored(cluster) : cluster,
  }));
  // Rule L2: from the highest level down, every run of that level or above is reversed.
  for (let level = Math.max(...levels); level > 0; level--) reverseRuns(line, level);
  return line.map(({ cluster }) => cluster);
}

function directionOf(character: string): Direction {
  if (NUMBER.test(character)) return 'number';
  if (RIGHT_TO_LEFT.test(character)) return 'right';
  return LETTER.test(character) ? 'left' : 'neutral';
}

/** Even levels run to the right, odd ones to the left; the first letter decides about the line. */
function resolveLevels(directions: readonly Direction[]): number[] {
  const first = directions.find((direction) => direction === 'left' || direction === 'right');
  const base = first === 'right' ? 1 : 0;
  const strong = strongDirections(directions, base);
  return strong.map((direction, index) => {
    if (direction === 'right') return directions[index] === 'number' ? 2 : 1;
    return base === 0 ? 0 : 2;
  });
}

/** Numbers go with the letter before them; neutrals with both sides when these agree, else with the line. */
function strongDirections(directions: readonly Direction[], base: number): ('left' | 'right')[] {
  const line = base === 1 ? 'right' : 'left';
  let before: 'left' | 'right' = line;
  const forward = directions.map((direction) => {
    if (direction === 'left' || direction === 'right') before = direction;
    return before;
  });
  let after: 'left' | 'right' = line;
  const backward = directions.toReversed().map((direction, index) => {
    if (direction !== 'neutral') after = forward[directions.length - 1 - index] ?? line;
    return after;
  });
  return directions.map((direction, index) => {
    const left = forward[index] ?? line;
    if (direction !== 'neutral') return left;
    return left === backward[directions.length - 1 - index] ? left : line;
  });
}

function mirrored({ base, marks }: Cluster): Cluster {
  const index = PAIRS.indexOf(String.fromCodePoint(base));
  return index < 0 ? { base, marks } : { base: PAIRS.codePointAt(index ^ 1) ?? base, marks };
}

function reverseRuns(line: { readonly level: number; readonly cluster: Cluster }[], level: number): void {
  for (let start = 0; start < line.length;) {
    let end = start;
    while (end < line.length && (line[end]?.level ?? 0) >= level) end++;
    if (end > start) line.splice(start, end - start, ...line.slice(start, end).toReversed());
    start = Math.max(end, start + 1);
  }
}
