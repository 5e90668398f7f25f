/** A value that several write at once: of those that follow one another the last counts. */

/** What was written when. */
export interface Register {
  /** A write of a value, different from all others, has begun. */
  begin(value: string): Writing;
  /** Whether the value may be there while nobody writes. */
  allows(value: string | undefined): boolean;
}

/** A write whose outcome is not known until one of these is called; it may then come at any time. */
export interface Writing {
  acknowledged(): void;
  refused(): void;
}

interface Written {
  readonly from: number;
  readonly to: number;
}

/** Nothing was written yet. */
export function createRegister(now = () => performance.now()): Register {
  const writes = new Map<string, Written>();
  /** Beginning of the last write that was acknowledged. */
  let last = -Infinity;
  return {
    begin(value) {
      const from = now();
      writes.set(value, { from, to: Infinity });
      return {
        acknowledged() {
          writes.set(value, { from, to: now() });
          last = Math.max(last, from);
        },
        refused: () => void writes.delete(value),
      };
    },
    allows(value) {
      if (value === undefined) return last === -Infinity;
      const written = writes.get(value);
      return written !== undefined && written.to >= last;
    },
  };
}
