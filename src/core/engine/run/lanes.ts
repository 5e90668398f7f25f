/** The two things that jobs of one engine do one at a time. */
import type { Waiter } from '../queue.ts';
import type { Turns } from './turns.ts';

/** The lanes of one engine. */
export interface Lanes {
  /**
   * Holding many bytes that the ledger has not promised yet: a header that fills megabytes, the pixels of marks. One
   * such job at a time is what the isolate's memory leaves room for beside the ledger's capacity.
   */
  readonly unreserved: Turns;
  /** Using codecs and kernels, whose kept instances have one user. */
  readonly render: Turns;
}

/** A job's place in a lane: entered when first needed, left once. */
export interface Pass {
  enter(): Promise<void>;
  leave(): void;
}

/** A pass for one job that is in no lane yet. */
export function createPass(turns: Turns, waiter: Waiter): Pass {
  let end: (() => void) | undefined;
  return {
    async enter() {
      end ??= await turns.take(waiter);
    },
    leave() {
      end?.();
      end = undefined;
    },
  };
}

/** The pass of a job that runs inside another one, which holds the place for both. */
export const INNER_PASS: Pass = { enter: () => Promise.resolve(), leave: () => undefined };
