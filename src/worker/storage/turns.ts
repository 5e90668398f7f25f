/**
 * How long writes wait for their store. One that is slow takes those of others first, and does not hang: whoever waits has time as
 * long as anybody gets on, within a bound. Time is counted in beats of the event loop, which stands still with a busy machine.
 */

/** Milliseconds that a sender waits at the most until its next bytes are taken, while others get on. */
export const TURN = 300_000;
/** The same of a caller that has sent everything and waits for its answer: clients give up after a minute or a little less. */
export const ANSWER = 45_000;
const BEAT = 1000;

/** Tells `late` after some milliseconds, unless what it gives is called before. */
export type Wait = (late: () => void, milliseconds: number) => () => void;

/** Writes that wait for a store, each from a timer of its own request. */
export interface Turns {
  /** The store has taken something of anybody. */
  taken(): void;
  /** Waits while nothing at all is taken for so many milliseconds, and for `most` while that of others is. */
  wait(late: () => void, milliseconds: number, most?: number): () => void;
}

/** Turns of an isolate. */
export function createTurns(): Turns {
  let taken = 0;
  return {
    taken: () => void taken++,
    wait(late, milliseconds, most = ANSWER) {
      let [seen, idle, waited] = [taken, 0, 0];
      const timer = setInterval(() => {
        waited += BEAT;
        idle = seen === taken ? idle + BEAT : 0;
        seen = taken;
        if (idle < milliseconds && waited < Math.max(milliseconds, most)) return;
        clearInterval(timer);
        late();
      }, BEAT);
      return () => clearInterval(timer);
    },
  };
}

/** Those of this isolate. */
export const turns = createTurns();
