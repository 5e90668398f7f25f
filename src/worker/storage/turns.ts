/**
 * How long writes wait for their store. One that is slow takes those of others first, and does not hang: whoever waits has time as
 * long as anybody gets on, within a bound. Time is counted in beats of the event loop, which stands still with a busy machine.
 */

/** Milliseconds that a write waits at the most for what comes next, while others get on. */
export const TURN = 120_000;
const BEAT = 1000;

/** Tells `late` after some milliseconds, unless what it gives is called before. */
export type Wait = (late: () => void, milliseconds: number) => () => void;

/** Writes that wait for a store, each from a timer of its own request. */
export interface Turns {
  /** The store has taken something of anybody. */
  taken(): void;
  /** Waits while nothing at all is taken for so many milliseconds, and for `TURN` while that of others is. */
  readonly wait: Wait;
}

/** Turns of an isolate. */
export function createTurns(): Turns {
  let taken = 0;
  return {
    taken: () => void taken++,
    wait(late, milliseconds) {
      let [seen, idle, waited] = [taken, 0, 0];
      const most = Math.max(milliseconds, TURN);
      const timer = setInterval(() => {
        waited += BEAT;
        idle = seen === taken ? idle + BEAT : 0;
        seen = taken;
        if (idle < milliseconds && waited < most) return;
        clearInterval(timer);
        late();
      }, BEAT);
      return () => clearInterval(timer);
    },
  };
}

/** Those of this isolate. */
export const turns = createTurns();
