/** What befalls the stores in each round of `npm run chaos`. */
import type { Faults } from './faults.ts';

/** Keys of callers who take what comes; those of the bystander are spared unless a weather is everywhere. */
export const EXPOSED = 'storm';
export const SHELTERED = 'shelter';

/** The stores' trouble of one round. */
export interface Weather {
  readonly name: string;
  readonly faults: Omit<Faults, 'seed'>;
  /** True when keys of the bystander may suffer as well. */
  readonly everywhere?: boolean;
  /** True when nobody is refused for it: the service makes good what befalls its stores. */
  readonly harmless?: boolean;
  /** True when the runtime is killed in the middle of the round. */
  readonly kill?: boolean;
}

/** What callers get while nothing befalls the stores. */
export const CALM: Weather = { name: 'calm', faults: {}, harmless: true };

const HERE = { key: EXPOSED };

/** All kinds; calls that hang or stall are few, for each costs its caller the store's whole deadline. */
export const WEATHERS: readonly Weather[] = [
  CALM,
  { name: 'stores fail', faults: { ...HERE, fail: 0.2 } },
  { name: 'stores throttle', faults: { ...HERE, throttle: 0.2 } },
  { name: 'stores are slow', faults: { ...HERE, wait: 0.4, waitMs: 600 }, harmless: true },
  { name: 'bodies break off', faults: { ...HERE, breakOff: 0.3 } },
  { name: 'bodies pause', faults: { ...HERE, pause: 0.4, waitMs: 900 }, harmless: true },
  { name: 'settings fail', faults: { key: '"setting:', fail: 0.4, throttle: 0.4 }, harmless: true },
  { name: 'kill', faults: {}, everywhere: true, kill: true },
  {
    name: 'everything at once',
    faults: { fail: 0.05, throttle: 0.05, wait: 0.1, breakOff: 0.05, pause: 0.1, waitMs: 400 },
    everywhere: true,
  },
  { name: 'calls hang', faults: { ...HERE, hang: 0.1, most: 2 } },
  { name: 'bodies stall', faults: { ...HERE, stall: 0.3, most: 2 } },
];

/** The weathers of the rounds: every kind before any comes again, each time in another order. */
export function* forecast(random: () => number): Generator<Weather, never> {
  for (;;) {
    const left = [...WEATHERS];
    while (left.length > 0) yield* left.splice(Math.floor(random() * left.length), 1);
  }
}
