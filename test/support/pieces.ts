/**
 * What every reader of streams promises: **input cut at every position gives the same result.** A reader is tried with
 * its input in two pieces, cut at every place there is, and in pieces of every small length.
 */
import { expect } from 'vitest';

/** How many bytes, from offset `at` on, are handed over at once. */
export type Pieces = (at: number) => number;

/** Lengths of pieces that are tried: every small one. */
const LENGTHS = Array.from({ length: 40 }, (_, i) => i + 1);

/** Every way of cutting that is tried on an input, each with a name for messages. */
export function* everyCut(length: number): Generator<readonly [name: string, pieces: Pieces]> {
  for (let cut = 1; cut < length; cut++) yield [`cut at ${cut}`, (at) => (at < cut ? cut - at : Infinity)];
  for (const size of LENGTHS) yield [`in pieces of ${size}`, (at) => size - (at % size)];
}

/** Reads an input of `length` bytes whole, then in all these ways; the bytes must be the same each time. */
export async function expectSameInPieces(
  length: number,
  read: (pieces: Pieces) => Uint8Array | Promise<Uint8Array>,
): Promise<void> {
  const whole = await read(() => Infinity);
  expect(whole.length).toBeGreaterThan(0);
  for (const [name, pieces] of everyCut(length)) {
    if (Buffer.compare(await read(pieces), whole) !== 0) expect.fail(`other bytes when ${name}`);
  }
}

/** A stream that gives these bytes in pieces. */
export function streamInPieces(bytes: Uint8Array, pieces: Pieces): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const end = Math.min(bytes.length, at + pieces(at));
      controller.enqueue(bytes.slice(at, end));
      at = end;
    },
  });
}
