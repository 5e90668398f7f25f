/** What an isolate remembers for a short while: bounded in number and in time. */

/** A remembered value; undefined is a value too ("there is none"). */
export interface Remembered<V> {
  readonly value: V;
}

/** Values by key, each for its own time. */
export interface Recent<V> {
  /** Undefined when nothing is remembered. */
  get(key: string): Remembered<V> | undefined;
  set(key: string, value: V, seconds: number): void;
  delete(key: string): void;
  /** What is remembered now, by key. */
  entries(): [key: string, value: V][];
}

interface Entry<V> extends Remembered<V> {
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** At most `capacity` values; the oldest go first. */
export function createRecent<V>(capacity: number, now: () => number = Date.now): Recent<V> {
  const known = new Map<string, Entry<V>>();
  return {
    get(key) {
      const entry = known.get(key);
      return entry && entry.until > now() ? entry : undefined;
    },
    set(key, value, seconds) {
      // A key that is written again becomes the newest.
      known.delete(key);
      known.set(key, { value, until: now() + seconds * 1000 });
      const [oldest] = known.keys();
      if (known.size > capacity && oldest !== undefined) known.delete(oldest);
    },
    delete(key) {
      known.delete(key);
    },
    entries() {
      const time = now();
      return [...known].filter(([, { until }]) => until > time).map(([key, { value }]) => [key, value]);
    },
  };
}
