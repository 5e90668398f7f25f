/** The beginning of a body, read to see whether it is all of it. */

/** What has been read. */
export interface Begun {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What follows; undefined when the body has ended. */
  readonly rest: ReadableStreamDefaultReader<Uint8Array> | undefined;
}

/** Reads until the body ends, or more than `most` bytes are there. */
export async function begin(stream: ReadableStream<Uint8Array>, most: number): Promise<Begun> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes: concatenated(chunks, length), rest: undefined };
    chunks.push(value);
    length += value.length;
    if (length > most) return { bytes: concatenated(chunks, length), rest: reader };
  }
}

/** The body from its beginning on. */
export function joined({ bytes, rest }: Begun): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    async pull(controller) {
      const next = await rest?.read();
      if (next?.done === false) controller.enqueue(next.value);
      else controller.close();
    },
    cancel: async (reason) => rest?.cancel(reason),
  });
}

function concatenated(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
