/** Lets one holder at a time through, the short before the long. */
import { createQueue, type Waiter } from '../queue.ts';

/** Turns that jobs take. */
export interface Turns {
  /**
   * Waits for the turn. The returned function ends it; calling it again does nothing. When the turn is taken from a job
   * that died, `lost` is told before the next one begins. Throws the lease's reason when the job is to stop.
   */
  take(waiter: Waiter, lost?: () => void): Promise<() => void>;
}

interface Claim extends Waiter {
  readonly lost: () => void;
  end?: () => void;
}

/** Turns that nobody holds yet. */
export function createTurns(): Turns {
  const queue = createQueue<Claim>();
  let taken = false;

  function begin({ lease, lost }: Claim): () => void {
    taken = true;
    const pass = () => {
      taken = false;
      callNext();
    };
    const crossOff = lease.hold(() => {
      lost();
      pass();
    });
    return () => void (crossOff() && pass());
  }

  function callNext(): void {
    const next = taken ? undefined : queue.next(() => true);
    if (next) next.end = begin(next);
  }

  return {
    async take({ cost, lease }, lost = () => undefined) {
      const claim: Claim = { cost, lease, lost };
      const turn = queue.wait(claim);
      callNext();
      try {
        await turn;
        return claim.end ?? (() => undefined);
      } catch (error) {
        claim.end?.();
        throw error;
      }
    },
  };
}
