/** Trying again: networks and stores fail for moments, and what a request is refused for stays. */
import { setTimeout } from 'node:timers/promises';

const ATTEMPTS = 5;
/** Milliseconds before the second attempt; each further one waits twice as long. */
const FIRST_PAUSE = 250;
/** Refusals that may be over soon: a time-out and too many requests. */
const PASSING = [408, 429];
/** What a server of another kind than one that is in trouble answers (RFC 9110, section 15.6.2). */
const NOT_IMPLEMENTED = 501;

/** Does the work until it succeeds, at most five times. Rejects with what it failed with last. */
export async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || isFinal(error)) throw error;
      await setTimeout(FIRST_PAUSE * 2 ** (attempt - 1));
    }
  }
}

/** The HTTP status that an error tells of. */
export function statusOf(error: unknown): number | undefined {
  const status = (error as { readonly status?: unknown } | undefined)?.status;
  return typeof status === 'number' ? status : undefined;
}

/** Whether asking again would be answered alike. */
export function isFinal(error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  return status === NOT_IMPLEMENTED || (status >= 400 && status < 500 && !PASSING.includes(status));
}

/** What was asked of the source about an object; undefined where it has none of that key any more. */
export async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
