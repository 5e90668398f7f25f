/**
 * Reads an original's bytes twice: first as little as its header needs, then all of it into one buffer of the known
 * size, so that a picture's bytes are never held twice. What comes in one piece stays where it is.
 */
import { damaged } from '../../spec/error.ts';

/** Bytes the header is first looked for in; doubled while it does not end. */
const FIRST_LOOK = 16 * 1024;
/** A header that is longer than this may well stand at the end: then larger steps copy less. */
const LONG_HEADER = 128 * 1024;
const STRIDE = 16;

/** An original's bytes while they are read. */
export interface Body {
  /** The bytes read so far. */
  readonly head: Uint8Array;
  /** Reads on until at least twice as much is there, or all of it. */
  more(): Promise<void>;
  /** True when `head` is everything. */
  readonly complete: boolean;
  /** The rest. `head` is no longer held after it. Throws `BadRequest` when there are fewer bytes than promised. */
  all(): Promise<Uint8Array>;
  /** Ends the reading; harmless when it has ended. */
  close(): Promise<void>;
}

/** Opens a body of `size` bytes. */
export function openBody(chunks: AsyncIterable<Uint8Array>, size: number): Body {
  const iterator = chunks[Symbol.asyncIterator]();
  let buffer: Uint8Array = new Uint8Array();
  let filled = 0;
  let rest: Uint8Array = new Uint8Array();
  let wanted = 0;
  let ended = false;

  /** Has a chunk at hand. */
  async function pull(): Promise<void> {
    while (rest.length === 0) {
      const next = await iterator.next();
      if (next.done) throw damaged(`it ends after ${filled} of ${size} bytes`);
      rest = next.value;
    }
  }

  /** Makes so many bytes the buffer without a copy, if those read and those at hand are one piece. */
  function borrow(length: number): boolean {
    const from = rest.byteOffset - filled;
    const isOnePiece = filled === 0 || (rest.buffer === buffer.buffer && from === buffer.byteOffset);
    if (!isOnePiece || length > filled + rest.length) return false;
    buffer = new Uint8Array(rest.buffer, from, length);
    rest = rest.subarray(length - filled);
    filled = length;
    return true;
  }

  /** Fills the buffer from the chunk at hand and then from the next ones. */
  async function fill(): Promise<void> {
    while (filled < buffer.length) {
      await pull();
      const taken = rest.subarray(0, buffer.length - filled);
      buffer.set(taken, filled);
      filled += taken.length;
      rest = rest.subarray(taken.length);
    }
  }

  async function grow(length: number): Promise<void> {
    if (length <= filled) return;
    if (filled === 0) await pull();
    if (borrow(length)) return;
    const larger = new Uint8Array(length);
    larger.set(buffer);
    buffer = larger;
    await fill();
  }

  return {
    get head() {
      return buffer.subarray(0, filled);
    },
    get complete() {
      return filled === size;
    },
    more() {
      wanted = Math.min(size, wanted === 0 ? FIRST_LOOK : wanted * (wanted < LONG_HEADER ? 2 : STRIDE));
      return grow(wanted);
    },
    async all() {
      await grow(size);
      return buffer;
    },
    async close() {
      if (ended) return;
      ended = true;
      rest = new Uint8Array();
      await iterator.return?.();
    },
  };
}
