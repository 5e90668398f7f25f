/** The memory of an isolate that is kept for bodies, beside that of pictures: slow senders hold up no picture. */
import { createLedger } from '../../core/engine/ledger.ts';
import type { Memory } from '../../oss/ports.ts';
import { awake, type Leases } from '../leases.ts';
import { unavailable } from '../wire/errors.ts';

/** Bytes of bodies: two uploads without a length, or a score of small ones. */
const CAPACITY = 18 * 1024 * 1024;
/** Requests that may wait for a part of it, and the seconds that each does. */
const MAX_WAITING = 256;
const WAITING_SECONDS = 30;

/** One per isolate. */
export function createMemory(leases: Leases): Memory {
  const ledger = createLedger({ capacity: CAPACITY, maxWaiting: MAX_WAITING });
  return {
    async hold(bytes) {
      const { lease, finish } = leases.open(WAITING_SECONDS, tooManyBodies);
      try {
        await awake(ledger.reserve(Math.min(bytes, CAPACITY), { cost: 0, lease }));
      } catch (error) {
        lease.end();
        throw error;
      }
      finish();
      return () => lease.end();
    },
  };
}

function tooManyBodies(): Error {
  return unavailable('Please reduce your request rate: too many uploads wait.');
}
