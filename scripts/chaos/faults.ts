/** Which calls to the stores fail, and how: drawn from a seed, so that the same seed brings the same faults. */

/** How often each fault strikes, as shares of the calls; what is left out never does. */
export interface FaultRates {
  /** The store answers with an error of its own. */
  readonly fail?: number;
  /** It answers that it is asked too often, as R2 and KV word it. */
  readonly throttle?: number;
  /** It answers, `waitMs` late. */
  readonly wait?: number;
  /** It never answers. */
  readonly hang?: number;
  /** A body breaks off after a part of its bytes. */
  readonly breakOff?: number;
  /** A body rests for `waitMs` after its first bytes. */
  readonly pause?: number;
  /** A body ends neither well nor badly: it never goes on after its first bytes. */
  readonly stall?: number;
}

/** What the entry is told at `POST /-/faults`. */
export interface Faults extends FaultRates {
  readonly seed?: number;
  /** Milliseconds of a wait or a pause. */
  readonly waitMs?: number;
  /** Only calls whose key has this in it; all when left out. */
  readonly key?: string;
  /** Only these methods of the bindings: `get`, `put`, `uploadPart`; all when left out. */
  readonly methods?: readonly string[];
  /** After so many faults there are no more. */
  readonly most?: number;
}

/** What befalls a call. */
export type Fate = keyof FaultRates;

/** Draws fates. */
export interface Dice {
  /** Undefined when nothing befalls the call. */
  fateOf(method: string, key: string): Fate | undefined;
  /** How many of each struck. */
  readonly struck: Readonly<Record<string, number>>;
}

/** Numbers from 0 to below 1, the same ones for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FATES = ['fail', 'throttle', 'wait', 'hang', 'breakOff', 'pause', 'stall'] as const;
/** Those that only a body can suffer. */
const OF_BODIES: ReadonlySet<Fate> = new Set(['breakOff', 'pause', 'stall']);

/** Dice for these faults. */
export function createDice(faults: Faults): Dice {
  const random = randomOf(faults.seed ?? 1);
  const struck: Record<string, number> = {};
  let left = faults.most ?? Number.POSITIVE_INFINITY;
  return {
    struck,
    fateOf(method, key) {
      if (left === 0 || !(faults.methods?.includes(method) ?? true) || !key.includes(faults.key ?? ''))
        return undefined;
      let drawn = random();
      const fate = FATES.find((name) => (drawn -= faults[name] ?? 0) < 0);
      if (fate === undefined || (OF_BODIES.has(fate) && method !== 'get')) return undefined;
      left--;
      struck[fate] = (struck[fate] ?? 0) + 1;
      return fate;
    },
  };
}
