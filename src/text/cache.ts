/** Things that are dear to make and were used lately, under a bound of bytes. */

/** Values by key, the latest used under a bound of bytes. */
export interface ByteCache<T> {
  get(key: string): T | undefined;
  /** Keeps a value of `bytes` and drops those used longest ago; one above the bound is not kept at all. */
  put(key: string, value: T, bytes: number): void;
  readonly bytes: number;
}

/** Keeps at most `capacity` bytes. */
export function byteCache<T>(capacity: number): ByteCache<T> {
  const entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  let total = 0;

  function drop(key: string): void {
    total -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      // A map keeps the order of insertion: what was used last stands last.
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    put(key, value, bytes) {
      drop(key);
      if (bytes > capacity) return;
      entries.set(key, { value, bytes });
      total += bytes;
      for (const oldest of entries.keys()) {
        if (total <= capacity) break;
        drop(oldest);
      }
    },
    get bytes() {
      return total;
    },
  };
}
