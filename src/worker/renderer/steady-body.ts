/** Bodies of stored objects on their way into the engine. */
import type { OssError } from '../../oss/protocol/error/oss-error.ts';
import { unavailable } from '../wire/errors.ts';
import { within } from '../leases.ts';

/** Milliseconds that a store may take to begin an answer, and from one piece of a body to the next. */
export const PATIENCE = 15_000;

/** A body that breaks off, or rests for too long, is the store's trouble and no damaged picture. */
export function steady(body: ReadableStream<Uint8Array>, patience = PATIENCE): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const chunks = body[Symbol.asyncIterator]();
      let late = false;
      const storeIsLate = () => {
        late = true;
        return storeIsSlow();
      };
      return {
        next: () => within(nextOf(chunks), patience, storeIsLate),
        async return() {
          // A body that broke off says so once more.
          const closed = chunks.return?.().catch(() => undefined);
          // One that rests would first give the piece that it was asked for last.
          if (!late) await closed;
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** What is said of a store that does not answer. */
export function storeIsSlow(): OssError {
  return unavailable('The original did not come in time. Please try again.');
}

async function nextOf(chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  try {
    return await chunks.next();
  } catch (cause) {
    throw Object.assign(unavailable('The original broke off. Please try again.'), { cause });
  }
}
