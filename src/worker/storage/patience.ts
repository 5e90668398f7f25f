/**
 * How long stores are waited for, and what their troubles are to callers: R2 and KV take one write a second for each key,
 * and any call may fail or hang for reasons of its own.
 */
import { OssError } from '../../oss/protocol/error/oss-error.ts';
import { turns, type Wait } from './turns.ts';

/** Milliseconds that a store has for an answer. */
export const DEADLINE = 15_000;

/** Milliseconds after which a key may be written once more, and a little. */
export const WRITE_PAUSE = 1100;
/** Writes of one key before the caller is told to come back. */
const ATTEMPTS = 4;

/** Asked too often: KV says it by status, R2 by its own codes. */
const TOO_FAST = /\b429\b|\((10058|10060)\)|too many requests/i;
/** Trouble inside the store that trying again helps: R2's internal and temporary errors, and lost connections. */
const PASSING = /\((10001|10043|10054)\)|\b50[0234]\b|network connection lost|internal error|timed? ?out/i;

/** Whether a store said that it was asked too often. */
export function isTooFast(error: unknown): boolean {
  return error instanceof Error && TOO_FAST.test(error.message);
}

/**
 * The answer of a store. Throws `ServiceUnavailable` when there is none within the deadline, or one that says to come
 * back; anything else, what is said to callers already among it, is thrown as it is.
 */
export async function inTime<T>(
  work: Promise<T>,
  milliseconds = DEADLINE,
  wait: Wait = byTheClock,
): Promise<T> {
  let end = () => {};
  const late = new Promise<never>((_, reject) => {
    // Who waits without end has another way to notice a store that hangs.
    if (Number.isFinite(milliseconds)) end = wait(() => reject(timedOut()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    const isSaid = error instanceof OssError;
    if (!isSaid && (isTooFast(error) || isPassing(error))) throw unavailable(error);
    throw error;
  } finally {
    end();
  }
}

/** As `inTime`, of a write: it waits its turn. */
export async function inTurn<T>(work: Promise<T>, milliseconds = DEADLINE): Promise<T> {
  const written = await inTime(work, milliseconds, turns.wait);
  turns.taken();
  return written;
}

/** What is said of a store that hangs. */
export function timedOut(): Error {
  return new Error('the store timed out');
}

/** A write that is tried again, after a pause, when it came too soon after another one of its key. */
export async function untilTaken<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      const { cause } = error as { readonly cause?: unknown };
      if (attempt === ATTEMPTS || !(isTooFast(error) || isTooFast(cause))) throw error;
      await pause(WRITE_PAUSE);
    }
  }
}

/** Resolves after so many milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

function byTheClock(late: () => void, milliseconds: number): () => void {
  const timer = setTimeout(late, milliseconds);
  return () => clearTimeout(timer);
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && PASSING.test(error.message);
}

function unavailable(cause: unknown): OssError {
  return Object.assign(new OssError('ServiceUnavailable'), { cause });
}
