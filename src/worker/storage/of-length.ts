/** Streams whose length callers are told. */

/**
 * The runtime writes the length of a body only where it knows it by itself: on a stream of JavaScript's, `Content-Length`
 * becomes `Transfer-Encoding: chunked`, and callers cannot tell a body that broke off from a whole one. It does not pipe one
 * such stream into another.
 */
export function ofLength(body: ReadableStream<Uint8Array>, length: number): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(length);
  // What goes wrong on either side shows to whoever reads.
  void body.pipeTo(writable).catch(() => undefined);
  return readable;
}
