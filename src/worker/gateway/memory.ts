/** The memory of an isolate that is kept for bodies, beside that of pictures: slow senders hold up no picture. */
import { createLedger } from '../../core/engine/ledger.ts';
import type { Memory } from '../../oss/ports.ts';
import { awake, type Leases, type OpenLease } from '../leases.ts';
import { unavailable } from '../wire/errors.ts';

/** Bytes of bodies: two uploads without a length, or a score of small ones. */
const CAPACITY = 18 * 1024 * 1024;
/** Requests that may wait for a part of it. */
const MAX_WAITING = 256;
/** Seconds that each does while nobody gives anything back, and in all. */
const WAITING_SECONDS = 30;
const MOST_SECONDS = 45;

/** One per isolate. */
export function createMemory(leases: Leases): Memory {
  const ledger = createLedger({ capacity: CAPACITY, maxWaiting: MAX_WAITING });
  const waiting = new Set<OpenLease>();
  return {
    async hold(bytes) {
      const open = leases.open(WAITING_SECONDS, tooManyBodies, MOST_SECONDS);
      const { lease, finish } = open;
      waiting.add(open);
      // A request that dies while it waits comes to no end of its own.
      lease.hold(() => waiting.delete(open));
      try {
        await awake(ledger.reserve(Math.min(bytes, CAPACITY), { cost: 0, lease }));
      } catch (error) {
        lease.end();
        throw error;
      } finally {
        waiting.delete(open);
      }
      finish();
      return () => {
        for (const one of waiting) one.renew();
        lease.end();
      };
    },
  };
}

function tooManyBodies(): Error {
  return unavailable('Please reduce your request rate: too many uploads wait.');
}
