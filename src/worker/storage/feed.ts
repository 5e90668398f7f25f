/** Streams on their way into R2, which takes one only when the runtime vouches for its length. */
import type { Piece } from '../../oss/ports.ts';
import { DEADLINE, pause, timedOut } from './patience.ts';
import { ANSWER, TURN, turns } from './turns.ts';

/** A stream that is being filled, for a store to read. */
export interface Feed {
  readonly readable: ReadableStream<Uint8Array>;
  /** Rejects when the store has not taken what was offered, or not answered after the end, though it was its turn. */
  readonly stuck: Promise<never>;
  /** Ends the filling; what made it fail, if anything did. A store may have left the stream unread. */
  finish(): Promise<unknown>;
}

/** What a stream of so many bytes is filled by: it writes, and closes at the end. */
type Fill = (writable: WritableStream<Uint8Array>, signal: AbortSignal) => Promise<void>;

/** Bytes of a second that a store is expected to take at the least. */
const SLOWEST = 2 * 1024 * 1024;
/** The same of one upload among many: what was given to a store may wait behind what it was given by others. */
const SHARE = SLOWEST / 10;
/** Milliseconds for a filling that was told to end: one whose store hangs never does. */
const SETTLING = 1000;

/** Milliseconds that a store has to take so many bytes. */
export function timeFor(bytes: number): number {
  return DEADLINE + (bytes / SLOWEST) * 1000;
}

/** A body as it comes in: its sender may be as slow as it likes, the store may not. */
export function feedStream(stream: ReadableStream<Uint8Array>, length: number): Feed {
  const watch = watched(stream);
  const fed = feed(length, (writable, signal) => watch.stream.pipeTo(writable, { signal }));
  const finish = () => {
    watch.end();
    return fed.finish();
  };
  return { ...fed, finish, stuck: watch.stuck };
}

/** The bytes `offset` to `offset + length - 1` of pieces that lie one behind the other. The runtime moves them itself. */
export function feedPieces(pieces: readonly Piece[], offset: number, length: number): Feed {
  return feed(length, async (writable, signal) => {
    let start = 0;
    for (const piece of pieces) {
      const from = Math.max(0, offset - start);
      const to = Math.min(piece.size, offset + length - start);
      start += piece.size;
      if (from >= to) continue;
      const isWhole = from === 0 && to === piece.size;
      const body = await piece.open(isWhole ? undefined : { offset: from, length: to - from });
      await body.pipeTo(writable, { signal, preventClose: true });
    }
    await writable.close();
  });
}

function feed(length: number, fill: Fill): Feed {
  const { readable, writable } = new FixedLengthStream(length);
  const stop = new AbortController();
  let failure: unknown;
  const filled = fill(writable, stop.signal).catch(async (error: unknown) => {
    failure ??= stop.signal.aborted ? undefined : error;
    await writable.abort(error).catch(() => undefined);
  });
  return {
    readable,
    stuck: new Promise<never>(() => undefined),
    async finish() {
      stop.abort();
      await Promise.race([filled, pause(SETTLING)]);
      return failure;
    },
  };
}

/** A stream that notices when nobody asks for what comes next. */
function watched(stream: ReadableStream<Uint8Array>) {
  let given = 0;
  let end = () => {};
  let giveUp: (error: Error) => void = () => undefined;
  const stuck = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  stuck.catch(() => undefined);
  const reader = stream.getReader();
  const asked = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        end();
        if (given > 0) turns.taken();
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
        given += value?.length ?? 0;
        // What was given may all be written down only now.
        const idle = Math.min(DEADLINE + (given / SHARE) * 1000, TURN);
        end = turns.wait(() => giveUp(timedOut()), idle, done ? ANSWER : TURN);
      },
      async cancel(reason) {
        end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return { stream: asked, stuck, end: () => end() };
}
