/** The memory of an isolate that is kept for bodies, beside that of pictures: slow senders hold up no picture. */
import { createLedger } from '../../core/engine/ledger.ts';
import type { Memory } from '../../oss/ports.ts';
import { MAX_DOCUMENT_BYTES } from '../../oss/protocol/http/body.ts';
import { awake, type Leases } from '../leases.ts';
import { ANSWER, TURN, turns } from '../storage/turns.ts';
import { unavailable } from '../wire/errors.ts';

/** Bytes of bodies: two uploads without a length, or a score of small ones. */
const CAPACITY = 18 * 1024 * 1024;
/** Requests that may wait for a part of it, and the milliseconds that each does while no upload gets on. */
const MAX_WAITING = 256;
const IDLE = 30_000;

/** One per isolate. */
export function createMemory(leases: Leases): Memory {
  const ledger = createLedger({ capacity: CAPACITY, maxWaiting: MAX_WAITING });
  return {
    async hold(bytes) {
      // Who sends more than is held goes on sending; others have sent all and wait for their answer.
      const most = bytes > MAX_DOCUMENT_BYTES ? TURN : ANSWER;
      const { lease, finish } = leases.open(most / 1000, tooManyBodies);
      const end = turns.wait(() => lease.stop(tooManyBodies()), IDLE, most);
      try {
        await awake(ledger.reserve(Math.min(bytes, CAPACITY), { cost: 0, lease }));
      } catch (error) {
        lease.end();
        throw error;
      } finally {
        end();
      }
      finish();
      return () => {
        turns.taken();
        lease.end();
      };
    },
  };
}

function tooManyBodies(): Error {
  return unavailable('Please reduce your request rate: too many uploads wait.');
}
