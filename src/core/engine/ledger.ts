/**
 * One ledger per isolate keeps the planned bytes of all running jobs under a bound: it never runs out of memory. Jobs wait
 * in line; beyond a bounded queue the answer is 503 at once, and a job that can never fit is refused for good. What was
 * promised to a job that died is given back with its lease.
 */
import { memoryExceeded, ProcessError } from '../spec/error.ts';
import { createLease } from './lease.ts';
import { createQueue, type Waiter } from './queue.ts';

/** Bytes promised to a job. */
export interface Reservation {
  /** Bytes that are held still. */
  readonly held: number;
  /** Gives all but so many of them back; bytes that were given back do not come again. */
  keep(bytes: number): void;
  /** Gives the rest back; again does nothing. */
  release(): void;
}

/** Promises memory to jobs. */
export interface Ledger {
  /**
   * Waits for `bytes` to be free; they are the lease's until it ends or gives them back. `instead` is given back for
   * them, and held until then. Throws `MemLimitExceeded` when they never will be free, `ServiceUnavailable` when too many
   * wait, and the lease's reason when its job is to stop.
   */
  reserve(bytes: number, waiter?: Waiter, instead?: Reservation): Promise<Reservation>;
  /** Most bytes promised at once. */
  readonly capacity: number;
  /** Bytes promised now. */
  readonly reserved: number;
  /** Jobs waiting now. */
  readonly waiting: number;
}

const MEGABYTE = 1024 * 1024;

interface Claim extends Waiter {
  readonly bytes: number;
  readonly instead: Reservation | undefined;
  given?: Reservation;
}

/** `capacity` in bytes; `maxWaiting` jobs may queue. */
export function createLedger({ capacity, maxWaiting }: { capacity: number; maxWaiting: number }): Ledger {
  const queue = createQueue<Claim>();
  // Who holds something already: it goes before all others, since what it holds is what they may wait for.
  const holders = createQueue<Claim>();
  let reserved = 0;

  function fits({ bytes, instead }: Claim): boolean {
    return reserved - (instead?.held ?? 0) + bytes <= capacity;
  }

  function take({ bytes, lease, instead }: Claim): Reservation {
    let held = bytes;
    reserved += bytes;
    // After the bytes are counted: what this frees goes to others.
    instead?.release();
    const keep = (kept: number) => {
      const freed = Math.max(0, held - kept);
      held -= freed;
      reserved -= freed;
      if (freed > 0) admit();
    };
    const crossOff = lease.hold(() => keep(0));
    return {
      get held() {
        return held;
      },
      keep,
      release() {
        crossOff();
        keep(0);
      },
    };
  }

  function admit(): void {
    const nextOf = () => (holders.length > 0 ? holders : queue).next(fits);
    for (let next = nextOf(); next; next = nextOf()) next.given = take(next);
  }

  return {
    capacity,
    async reserve(bytes, { cost, lease } = { cost: 0, lease: createLease() }, instead) {
      if (bytes > capacity) throw beyond(bytes, capacity);
      const claim: Claim = { bytes, cost, lease, instead };
      if (queue.length >= maxWaiting && !fits(claim)) {
        throw overloaded('Please reduce your request rate: too many jobs wait.');
      }
      const turn = (instead ? holders : queue).wait(claim);
      admit();
      try {
        await turn;
        return claim.given ?? take(claim);
      } catch (error) {
        claim.given?.release();
        throw error;
      }
    },
    get reserved() {
      return reserved;
    },
    get waiting() {
      return queue.length + holders.length;
    },
  };
}

/** Waiting would not help such a job: its picture asks for more than there ever is. */
function beyond(bytes: number, capacity: number): ProcessError {
  const [needed, given] = [Math.ceil(bytes / MEGABYTE), Math.floor(capacity / MEGABYTE)];
  const message = `The picture takes ${needed} MiB to process; this service has ${given} MiB.`;
  return memoryExceeded(message);
}

function overloaded(message: string): ProcessError {
  return new ProcessError('ServiceUnavailable', message, { ec: '0004-00000801' });
}
