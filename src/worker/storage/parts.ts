/** Cuts a stream of unknown length into pieces of one size, as R2's multipart uploads ask for. */

/** R2's smallest part. */
export const PART_BYTES = 5 * 1024 * 1024;

/** Most streams are short: their buffer grows once. */
const FIRST_BYTES = 512 * 1024;

/** A piece of a stream; all but the last have the full size. */
export interface StreamPart {
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/** The last part may be empty. Rejects when the stream fails. */
export async function* inParts(
  stream: ReadableStream<Uint8Array>,
  size = PART_BYTES,
): AsyncGenerator<StreamPart> {
  let buffer = new Uint8Array(Math.min(size, FIRST_BYTES));
  let filled = 0;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length;) {
      if (filled === size) {
        yield { bytes: buffer, last: false };
        buffer = new Uint8Array(size);
        filled = 0;
      }
      if (filled === buffer.length) buffer = grown(buffer, size);
      const piece = chunk.subarray(at, at + buffer.length - filled);
      buffer.set(piece, filled);
      filled += piece.length;
      at += piece.length;
    }
  }
  yield { bytes: buffer.subarray(0, filled), last: true };
}

function grown(buffer: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(size);
  larger.set(buffer);
  return larger;
}
