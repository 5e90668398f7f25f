/**
 * Reads a plane of bytes as literals and copies (RFC 9649, section 3.6.2). Transparency is flat or repeats the row above
 * nearly everywhere, so only those two distances are tried: no search, no memory of what was seen.
 */

/** Distance codes: the value above, and the value to the left. */
export const ABOVE = 1;
export const LEFT = 2;

export interface TokenSink {
  literal(value: number): void;
  /** `length` values, 1 to 4096, repeat what lies at the distance. */
  copy(length: number, distance: typeof ABOVE | typeof LEFT): void;
}

const MAX_COPY = 4096;
/** A shorter copy costs more bits than the literals it stands for. */
const MIN_COPY = 4;

/** Hands the tokens of a plane to the sink, in order; the same ones each time. */
export function tokenise(plane: Uint8Array, width: number, sink: TokenSink): void {
  for (let at = 0; at < plane.length;) {
    const left = repeats(plane, at, 1);
    const above = left === MAX_COPY ? 0 : repeats(plane, at, width);
    const length = Math.max(left, above);
    if (length < MIN_COPY) {
      sink.literal(plane[at]!);
      at++;
    } else {
      sink.copy(length, above > left ? ABOVE : LEFT);
      at += length;
    }
  }
}

/** How many values from `at` on equal those `distance` before them. */
function repeats(plane: Uint8Array, at: number, distance: number): number {
  if (distance > at) return 0;
  const end = Math.min(plane.length, at + MAX_COPY);
  let next = at;
  while (next < end && plane[next] === plane[next - distance]) next++;
  return next - at;
}

/** A number of 1 or more as a prefix symbol and bits after it (RFC 9649, section 3.6.2.2). */
export interface Prefixed {
  readonly symbol: number;
  readonly extra: number;
  readonly bits: number;
}

export function prefixed(value: number): Prefixed {
  const offset = value - 1;
  if (offset < 4) return { symbol: offset, extra: 0, bits: 0 };
  const bits = 30 - Math.clz32(offset);
  return { symbol: 2 * (bits + 1) + ((offset >> bits) & 1), extra: offset & ((1 << bits) - 1), bits };
}
