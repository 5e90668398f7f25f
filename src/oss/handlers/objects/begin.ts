/** The beginning of a body, read to see whether it is all of it. */
import { joined } from '../../../core/image/bytes.ts';

/** Bodies up to this are read first, so that their CRC is known before they are written; longer ones stream. */
export const SMALL_BYTES = 1024 * 1024;

/** All of a short body, or a longer one from its beginning on. */
export type Begun =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly stream?: never }
  | { readonly bytes: undefined; readonly stream: ReadableStream<Uint8Array> };

/** Reads until the body ends, or more than `most` bytes are there. */
export async function begin(stream: ReadableStream<Uint8Array>, most: number): Promise<Begun> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes: joined(chunks) };
    chunks.push(value);
    length += value.length;
    if (length > most) return { bytes: undefined, stream: resumed(chunks, reader) };
  }
}

/** What was read and what follows. Each chunk is let go when it is handed on: both are never held twice. */
function resumed(
  chunks: Uint8Array[],
  rest: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const value = chunks.shift() ?? (await rest.read()).value;
        if (value) controller.enqueue(value);
        else controller.close();
      },
      cancel: (reason) => rest.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
