/** Chains of several actions, put together at random from a seed: each works on what the one before it left. */
import type { Draft } from '../case.ts';
import { RAMPS, rampName } from '../pictures.ts';
import { cropped, sliced, speltCut } from './cut.ts';
import { type Placed, pngOf, quarterTurned, source } from './placed.ts';
import { resized, spelt } from './resize.ts';

const SEED = 20_261_129;
const CHAINS = 420;

/** Numbers from 0 to 1 that are the same at every run (a linear congruential generator, Numerical Recipes). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Link {
  readonly text: string;
  readonly placed: Placed;
}

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const upTo = (random: Random, most: number) => 1 + Math.floor(random() * most);

const MAKERS: readonly ((of: Placed, random: Random) => Link | undefined)[] = [
  (of, random) => {
    const asked = {
      m: pick(random, ['lfit', 'mfit', 'fill', 'fixed'] as const),
      w: Math.max(12, upTo(random, of.width)),
      h: Math.max(12, upTo(random, of.height)),
    };
    return { text: spelt(asked), placed: resized(of, asked) };
  },
  (of, random) => {
    const asked = pick(random, [{ w: 40 }, { h: 30 }, { l: 50 }, { s: 25 }, { p: 60 }, { p: 120 }] as const);
    return { text: spelt(asked), placed: resized(of, asked) };
  },
  (of, random) => {
    const g = pick(random, ['nw', 'north', 'ne', 'west', 'center', 'east', 'sw', 'south', 'se'] as const);
    // Even differences: halves of odd ones are rounded as one likes.
    const even = (side: number) => Math.max(2, side - 2 * Math.floor((random() * side) / 3));
    const cut = { w: even(of.width), h: even(of.height), g };
    const placed = cropped(of, cut);
    return placed && { text: speltCut(cut), placed };
  },
  (of, random) => {
    const angle = pick(random, [90, 180, 270]);
    return { text: `rotate,${angle}`, placed: quarterTurned(of, angle / 90) };
  },
  (of, random) => {
    const down = random() < 0.5;
    const length = Math.max(8, Math.floor((down ? of.height : of.width) / upTo(random, 3)));
    const index = upTo(random, 3) - 1;
    const text = `indexcrop,${down ? 'y' : 'x'}_${length},i_${index}`;
    return { text, placed: sliced(of, down, length, index) };
  },
];

function chainOf(random: Random): Draft | undefined {
  const size = pick(random, RAMPS);
  let placed = source(size[0], size[1]);
  const actions: string[] = [];
  for (let left = 1 + upTo(random, 3); left > 0; left--) {
    const link = pick(random, MAKERS)(placed, random);
    if (!link || Math.min(link.placed.width, link.placed.height) < 8) continue;
    actions.push(link.text);
    placed = link.placed;
  }
  if (actions.length < 2) return undefined;
  return {
    picture: rampName(size[0], size[1]),
    chain: `image/${actions.join(random() < 0.2 ? '|image/' : '/')}`,
    expect: pngOf(placed, size),
    evidence: 'derived',
    why: '1.3: actions run from left to right, each on the result of the one before',
  };
}

/** All of them. */
export function chainCases(): Draft[] {
  const random = createRandom(SEED);
  const drafts: Draft[] = [];
  while (drafts.length < CHAINS) {
    const draft = chainOf(random);
    if (draft) drafts.push(draft);
  }
  return drafts;
}
