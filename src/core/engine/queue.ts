/**
 * Who waits for something there is only so much of. The short go before the long, so that a thumbnail does not wait for
 * a poster; but nobody is overtaken more than a few times, so nobody waits for ever.
 */
import type { Lease } from './lease.ts';

/** Who waits. */
export interface Waiter {
  /** Reference milliseconds that it will work. */
  readonly cost: number;
  readonly lease: Lease;
}

/** Waiters of one kind. */
export interface Queue<W extends Waiter> {
  /** Lines up and waits until `next` gives it out. Rejects when the waiter's job is to stop. */
  wait(waiter: W): Promise<void>;
  /** Takes the next one out, and whoever waits with it goes on; undefined when nobody is next. */
  next(fits: (waiter: W) => boolean): W | undefined;
  readonly length: number;
}

/** Others that may go before somebody who came first. */
const MOST_OVERTAKEN = 8;

interface Place<W> {
  readonly waiter: W;
  overtaken: number;
  goOn(): void;
}

/** A queue with nobody in it. */
export function createQueue<W extends Waiter>(): Queue<W> {
  const places: Place<W>[] = [];

  function remove(place: Place<W>): void {
    const index = places.indexOf(place);
    if (index >= 0) places.splice(index, 1);
  }

  /** One who was overtaken often enough has to be served before all others, so until it fits nobody is. */
  function choose(fits: (waiter: W) => boolean): Place<W> | undefined {
    const due = places.find(({ overtaken }) => overtaken >= MOST_OVERTAKEN);
    if (due) return fits(due.waiter) ? due : undefined;
    return places
      .filter(({ waiter }) => fits(waiter))
      .reduce<Place<W> | undefined>((best, one) => (best && cost(best) <= cost(one) ? best : one), undefined);
  }

  return {
    async wait(waiter) {
      let place: Place<W> | undefined;
      const turn = new Promise<void>((goOn) => {
        place = { waiter, overtaken: 0, goOn };
        places.push(place);
      });
      const crossOff = waiter.lease.hold(() => place && remove(place));
      try {
        await waiter.lease.until(turn);
      } finally {
        crossOff();
        if (place) remove(place);
      }
    },
    next(fits) {
      const chosen = choose(fits);
      if (!chosen) return undefined;
      for (const place of places.slice(0, places.indexOf(chosen))) place.overtaken++;
      remove(chosen);
      chosen.goOn();
      return chosen.waiter;
    },
    get length() {
      return places.length;
    },
  };
}

function cost<W extends Waiter>({ waiter }: Place<W>): number {
  return waiter.cost;
}
