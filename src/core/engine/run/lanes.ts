/** The two things that jobs of one engine do one at a time. */
import type { Ledger, Reservation } from '../ledger.ts';
import type { Lease } from '../lease.ts';
import type { Turns } from './turns.ts';

/** The lanes of one engine. */
export interface Lanes {
  /**
   * Holding many bytes before the whole need is known: a header that fills megabytes, the pixels of marks. Of two such jobs
   * each could hold what the other one waits for.
   */
  readonly early: Turns;
  /** Using codecs and kernels, whose kept instances have one user. */
  readonly render: Turns;
}

/** What a job holds before it runs: a place in the early lane, and bytes that it needs there. */
export interface Pass {
  /** Enters the lane, where so many bytes are promised, at most all there are; those of before are given back. */
  enter(bytes: number): Promise<void>;
  /** Leaves the lane with all the bytes the job needs, for work of so many reference milliseconds. */
  reserve(bytes: number, cost: number): Promise<Reservation>;
  /** Leaves the lane, and gives back what was promised there. */
  leave(): void;
}

/** What passes are made with; without a lane a job runs inside another one, which holds the place for both. */
export interface PassParts {
  readonly lane?: Turns | undefined;
  readonly ledger: Ledger;
  readonly lease: Lease;
}

/** A pass for one job that is in no lane yet. */
export function createPass({ lane, ledger, lease }: PassParts): Pass {
  let end: (() => void) | undefined;
  let early: Reservation | undefined;

  function leave(): void {
    early?.release();
    end?.();
    early = end = undefined;
  }

  return {
    async enter(bytes) {
      end ??= await lane?.take({ cost: 0, lease });
      early?.release();
      early =
        bytes > 0 ? await ledger.reserve(Math.min(bytes, ledger.capacity), { cost: 0, lease }) : undefined;
    },
    async reserve(bytes, cost) {
      const whole = await ledger.reserve(bytes, { cost, lease }, early);
      leave();
      return whole;
    },
    leave,
  };
}
