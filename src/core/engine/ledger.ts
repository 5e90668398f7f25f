/**
 * One ledger per isolate keeps the planned bytes of all running jobs under a bound. Jobs wait in order; beyond a
 * bounded queue, and for a job that can never fit, the answer is 503 at once: an isolate never runs out of memory.
 */
import { ProcessError } from '../spec/error.ts';

/** Bytes promised to a job; given back exactly once. */
export interface Reservation {
  readonly bytes: number;
  release(): void;
}

/** Promises memory to jobs. */
export interface Ledger {
  /** Waits for `bytes` to be free. Throws `ServiceUnavailable` when they never will be or too many wait. */
  reserve(bytes: number): Promise<Reservation>;
  /** Most bytes promised at once. */
  readonly capacity: number;
  /** Bytes promised now. */
  readonly reserved: number;
  /** Jobs waiting now. */
  readonly waiting: number;
}

const MEGABYTE = 1024 * 1024;

interface Waiter {
  readonly bytes: number;
  admit(reservation: Reservation): void;
}

/** `capacity` in bytes; `maxWaiting` jobs may queue. */
export function createLedger({ capacity, maxWaiting }: { capacity: number; maxWaiting: number }): Ledger {
  const queue: Waiter[] = [];
  let reserved = 0;

  function take(bytes: number): Reservation {
    reserved += bytes;
    let held = true;
    return {
      bytes,
      release() {
        if (!held) return;
        held = false;
        reserved -= bytes;
        admitWaiting();
      },
    };
  }

  /** First in, first out: a small job never overtakes a large one, so nobody waits forever. */
  function admitWaiting(): void {
    for (let next = queue[0]; next && reserved + next.bytes <= capacity; next = queue[0]) {
      queue.shift();
      next.admit(take(next.bytes));
    }
  }

  return {
    capacity,
    reserve(bytes) {
      if (bytes > capacity) return Promise.reject(beyond(bytes, capacity));
      if (queue.length === 0 && reserved + bytes <= capacity) return Promise.resolve(take(bytes));
      if (queue.length >= maxWaiting)
        return Promise.reject(overloaded('Please reduce your request rate: too many jobs wait.'));
      return new Promise((admit) => queue.push({ bytes, admit }));
    },
    get reserved() {
      return reserved;
    },
    get waiting() {
      return queue.length;
    },
  };
}

/** Waiting would not help such a job: its picture asks for more than there ever is. */
function beyond(bytes: number, capacity: number): ProcessError {
  const [needed, given] = [Math.ceil(bytes / MEGABYTE), Math.floor(capacity / MEGABYTE)];
  return overloaded(`The picture takes ${needed} MiB to process; this service has ${given} MiB.`);
}

function overloaded(message: string): ProcessError {
  return new ProcessError('ServiceUnavailable', message, { ec: '0004-00000801' });
}
