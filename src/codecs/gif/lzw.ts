/** Expands the variable-length codes of a GIF's pixels (GIF89a specification, appendix F). */

/** Reads indices from data that lies in sub-blocks. */
export interface IndexReader {
  /** Fills `out` as far as the data goes; gives the number of indices written. */
  read(out: Uint8Array): number;
}

const MAX_CODES = 4096;
const MAX_CODE_BITS = 12;

/** A reader of the data at `start`, where the code size stands. A size that no writer uses gives no indices at all. */
export function openIndices(bytes: Uint8Array, start: number): IndexReader {
  const literalBits = bytes[start] ?? 0;
  const bits = subBlockBits(bytes, start + 1);
  return literalBits < 1 || literalBits > 8 ? { read: () => 0 } : expander(bits, literalBits);
}

/** Gives the next `count` bits, lowest first; -1 at the end of the data. */
type BitReader = (count: number) => number;

function subBlockBits(bytes: Uint8Array, start: number): BitReader {
  let at = start;
  let left = 0;
  let pending = 0;
  let pendingBits = 0;

  /** The next byte of the sub-blocks; -1 after the last one. */
  function nextByte(): number {
    if (left === 0) {
      left = bytes[at++] ?? 0;
      if (left === 0) {
        at = bytes.length;
        return -1;
      }
    }
    left--;
    return bytes[at++] ?? -1;
  }

  return (count) => {
    while (pendingBits < count) {
      const byte = nextByte();
      if (byte < 0) return -1;
      pending |= byte << pendingBits;
      pendingBits += 8;
    }
    const value = pending & ((1 << count) - 1);
    pending >>>= count;
    pendingBits -= count;
    return value;
  };
}

/** Each code stands for an earlier code's indices and one more, so it is written backwards, through a stack. */
function expander(readBits: BitReader, literalBits: number): IndexReader {
  const clear = 1 << literalBits;
  const end = clear + 1;
  const prefixes = new Uint16Array(MAX_CODES);
  const suffixes = new Uint8Array(MAX_CODES);
  const stack = new Uint8Array(MAX_CODES + 1);
  let stacked = 0;
  let codeBits = literalBits + 1;
  let known = end + 1;
  let previous = -1;
  let first = 0;
  let ended = false;

  function reset(): void {
    codeBits = literalBits + 1;
    known = end + 1;
    previous = -1;
  }

  /** Puts the indices of one code on the stack. */
  function unstack(code: number): void {
    let chain = code;
    if (code >= known) {
      // Only the very next code may be unknown: the previous one's indices and its first again.
      if (previous < 0) return;
      stack[stacked++] = first;
      chain = previous;
    }
    while (chain > end) {
      stack[stacked++] = suffixes[chain]!;
      chain = prefixes[chain]!;
    }
    first = chain;
    stack[stacked++] = first;
  }

  function learn(code: number): void {
    if (previous >= 0 && known < MAX_CODES) {
      prefixes[known] = previous;
      suffixes[known] = first;
      known++;
      if (known === 1 << codeBits && codeBits < MAX_CODE_BITS) codeBits++;
    }
    previous = Math.min(code, known - 1);
  }

  function nextCode(): void {
    const code = readBits(codeBits);
    if (code === clear) {
      reset();
    } else if (code < 0 || code === end || code > known) {
      ended = true;
    } else {
      unstack(code);
      learn(code);
    }
  }

  return {
    read(out) {
      let filled = 0;
      while (filled < out.length) {
        if (stacked > 0) out[filled++] = stack[--stacked]!;
        else if (ended) break;
        else nextCode();
      }
      return filled;
    },
  };
}
