/**
 * The life of a job. Whatever a job holds (memory, a turn, its place in a queue) is written down in its lease, so that it
 * can be given back from outside: a host may cut a request off anywhere, and then no `finally` of the job runs any more.
 */

/** What one job holds, and whether it is to go on. */
export interface Lease {
  /** Why the job is to stop; undefined while it goes on. */
  readonly stopped: Error | undefined;
  /** Asks the job to stop: it throws `reason` as soon as it can, and gives back what it holds by itself. */
  stop(reason: Error): void;
  /** Gives back everything that is held, and stops the job in case it still runs. */
  end(): void;
  /** Writes down what is held. The returned function crosses it off, and says whether it was still held. */
  hold(giveBack: () => void): () => boolean;
  /** What `work` comes to, or the reason as soon as the job is to stop. */
  until<T>(work: Promise<T>): Promise<T>;
  /** Throws the reason when the job is to stop. */
  check(): void;
}

/** The job was given up from outside: its request is gone. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
}

/** A lease for one job. */
export function createLease(): Lease {
  const held = new Set<() => void>();
  // Who waits at this moment, and nobody else: a job may end when the request that began it is long answered, and hosts do
  // not like promises of such requests to be settled.
  const waiting = new Set<(reason: Error) => void>();
  let stopped: Error | undefined;
  const lease: Lease = {
    get stopped() {
      return stopped;
    },
    stop(reason) {
      stopped ??= reason;
      for (const tell of waiting) tell(stopped);
      waiting.clear();
    },
    end() {
      lease.stop(new JobLost('the job was given up'));
      for (const giveBack of held) giveBack();
      held.clear();
    },
    hold(giveBack) {
      held.add(giveBack);
      return () => held.delete(giveBack);
    },
    until: <T>(work: Promise<T>) => {
      if (stopped) return Promise.race([work, Promise.reject(stopped)]);
      return new Promise<T>((resolve, reject) => {
        waiting.add(reject);
        void work.then(resolve, reject).finally(() => waiting.delete(reject));
      });
    },
    check() {
      if (stopped) throw stopped;
    },
  };
  return lease;
}
