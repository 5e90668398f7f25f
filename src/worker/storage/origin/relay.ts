/** Bytes of an origin on their way to a caller, a store, or both. */
import { Crc64 } from '../../../oss/protocol/digest/crc64.ts';
import { inTime } from '../patience.ts';

/** What a body is held to. */
export interface Promised {
  /** Bytes, exactly. */
  readonly size: number;
  /** CRC-64/ECMA as an unsigned decimal number, where it is known. */
  readonly crc64?: string | undefined;
}

/** Milliseconds that an origin may rest between two pieces of a body. */
const PATIENCE = 15_000;

/**
 * Passes a body on, as fast as the slowest of those who take it, and to its end when some of them leave; when all do, it is
 * given up. Rejects when it breaks off, rests, or is not what was promised: then nobody gets its end, so that a store writes
 * nothing and a caller sees that it failed.
 */
export async function relay(
  body: ReadableStream<Uint8Array>,
  takers: readonly WritableStream<Uint8Array>[],
  promised: Promised,
  patience = PATIENCE,
): Promise<void> {
  const reader = body.getReader();
  let writers = takers.map((taker) => taker.getWriter());
  try {
    for await (const chunk of checked(reader, promised, patience)) {
      writers = await writeAll(writers, chunk);
      if (writers.length === 0) return;
    }
    await Promise.allSettled(writers.map((writer) => writer.close()));
  } catch (error) {
    await Promise.allSettled(writers.map((writer) => writer.abort(error)));
    throw error;
  } finally {
    // Nothing is left of a body that was read to its end.
    await reader.cancel().catch(() => undefined);
  }
}

/** The last piece comes only when all of them together are what was promised. */
async function* checked(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { size, crc64 }: Promised,
  patience: number,
): AsyncGenerator<Uint8Array> {
  const crc = crc64 === undefined ? undefined : new Crc64();
  let seen = 0;
  const check = () => {
    if (crc && crc.value !== crc64) throw new Error(`the origin sent bytes whose CRC-64 is ${crc.value}`);
  };
  for (;;) {
    const { done, value } = await inTime(reader.read(), patience);
    if (done) break;
    seen += value.length;
    if (seen > size) throw new Error(`the origin sent more than ${size} bytes`);
    crc?.update(value);
    if (seen === size) check();
    yield value;
  }
  if (seen < size) throw new Error(`the origin sent ${seen} bytes of ${size}`);
  check();
}

type Writer = WritableStreamDefaultWriter<Uint8Array>;

/** Those who are still there afterwards. */
async function writeAll(writers: readonly Writer[], chunk: Uint8Array): Promise<Writer[]> {
  const written = await Promise.allSettled(writers.map((writer) => writer.write(chunk)));
  return writers.filter((_, index) => written[index]?.status === 'fulfilled');
}

/** Part of a body, for origins that know no ranges. */
export function part(
  body: ReadableStream<Uint8Array>,
  { offset, length }: { readonly offset: number; readonly length: number },
): ReadableStream<Uint8Array> {
  let at = 0;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      const piece = chunk.subarray(Math.max(0, offset - at), Math.max(0, offset + length - at));
      at += chunk.length;
      if (piece.length > 0) controller.enqueue(piece);
      if (at >= offset + length) controller.terminate();
    },
  });
  return body.pipeThrough(cut);
}
