/** Many stored objects as one stream, of which only the chunk under way is in memory. */

/** Something that is opened when its turn comes. */
export type Opener = () => Promise<ReadableStream<Uint8Array>>;

/** The streams one after the other. Fails as soon as one cannot be opened or fails. */
export function concatenate(openers: readonly Opener[]): ReadableStream<Uint8Array> {
  const waiting = openers.values();
  let current: ReadableStreamDefaultReader<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const chunk = await current?.read();
          if (chunk?.done === false) return controller.enqueue(chunk.value);
          const { done, value: open } = waiting.next();
          if (done) return controller.close();
          current = (await open()).getReader();
        }
      },
      cancel: async (reason) => current?.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
