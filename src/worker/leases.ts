/**
 * The lives of an isolate's jobs. The runtime may cut a request off anywhere (its caller left and its grace is over, its
 * CPU time is spent), and no code of it runs any more. So each job gives a sign of life from a timer of its own request,
 * and whoever still lives looks after the others: one that has missed many signs is dead, and what it held is given back.
 * The timer does a second service: a request that waits for nothing but another request's promise would be cancelled as
 * hung.
 */
import { createLease, type Lease } from '../core/engine/lease.ts';

/** Opens leases. */
export interface Leases {
  /**
   * A lease for a job of the request that is being answered, which is asked to stop with `late` after `seconds`.
   */
  open(seconds: number, late: () => Error): OpenLease;
  /** Jobs that hold something or wait for it now. */
  readonly count: number;
}

/** A lease that is watched. */
export interface OpenLease {
  readonly lease: Lease;
  /** The job has come to its result: what is still held may be held for longer. */
  finish(): void;
}

/** Milliseconds between signs of life. */
const BEAT = 250;
/** Rounds of others' signs without one of its own after which a job is dead. */
const MISSED = 16;

/** What tells time and sets timers. */
export interface LeasesHost {
  readonly now?: (() => number) | undefined;
}

interface Life {
  readonly lease: Lease;
  /** The round of its last sign. */
  seen: number;
}

/** The leases of one isolate. */
export function createLeases({ now = Date.now }: LeasesHost = {}): Leases {
  const lives = new Set<Life>();
  // Rounds count only while the event loop turns: while code computes nobody can give a sign.
  let round = 0;
  let lastRound = 0;

  function beat(own: Life): void {
    const time = now();
    if (time - lastRound >= BEAT / 2) {
      round++;
      lastRound = time;
    }
    own.seen = round;
    for (const life of lives) if (round - life.seen > MISSED) life.lease.end();
  }

  return {
    open(seconds, late) {
      const lease = createLease();
      const life: Life = { lease, seen: round };
      let until = now() + seconds * 1000;
      const timer = setInterval(() => {
        // Only the request that set a timer can stop it.
        if (!lives.has(life)) clearInterval(timer);
        beat(life);
        if (now() > until) lease.stop(late());
      }, BEAT);
      lives.add(life);
      lease.hold(() => lives.delete(life));
      return {
        lease,
        finish() {
          until = Number.POSITIVE_INFINITY;
        },
      };
    },
    get count() {
      return lives.size;
    },
  };
}

/** What `work` comes to; meanwhile the request has a timer of its own, so that it does not count as hung. */
export async function awake<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => undefined, BEAT);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** What `work` comes to, or `late` after some milliseconds. */
export async function within<T>(work: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
