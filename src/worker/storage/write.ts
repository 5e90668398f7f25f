/** Writes to R2: whole buffers, streams of known length, and streams whose length nobody knows. */
import { DigestMismatch, type ObjectSource } from '../../oss/ports.ts';
import type { R2Metadata } from './attributes.ts';
import { inParts, type Part } from './parts.ts';

/** Where and how to write. */
export interface R2Write extends R2Metadata {
  readonly bucket: R2Bucket;
  readonly key: string;
  /** Write only where nothing is; the result is null otherwise. */
  readonly ifAbsent: boolean;
  /** MD5 in hexadecimal that the bytes must have. */
  readonly md5: string | undefined;
  /** A key for bytes that cannot be written to `key` at once. */
  readonly scratch: string;
}

/** R2's code for bytes whose digest is not the announced one. */
const BAD_DIGEST = /\(100(37|14)\)/;

/** Writes all or nothing. A stream that fails rejects with its own error. Throws DigestMismatch. */
export async function writeObject(source: ObjectSource, write: R2Write): Promise<R2Object | null> {
  try {
    if (source instanceof Uint8Array) return await put(source, write);
    const { stream, length } = source;
    return await (length === undefined ? putUnknown(stream, write) : putKnown(stream, length, write));
  } catch (error) {
    if (error instanceof Error && BAD_DIGEST.test(error.message)) throw new DigestMismatch(error.message);
    throw error;
  }
}

function put(body: Uint8Array | ReadableStream<Uint8Array>, write: R2Write): Promise<R2Object | null> {
  const { bucket, key, ifAbsent, md5, httpMetadata, customMetadata } = write;
  return bucket.put(key, body, {
    httpMetadata,
    customMetadata,
    ...(md5 !== undefined && { md5 }),
    ...(ifAbsent && { onlyIf: new Headers({ 'If-None-Match': '*' }) }),
  });
}

/** R2 takes a stream only when the runtime knows its length, which a FixedLengthStream vouches for. */
async function putKnown(
  stream: ReadableStream<Uint8Array>,
  length: number,
  write: R2Write,
): Promise<R2Object | null> {
  const { readable, writable } = new FixedLengthStream(length);
  const stop = new AbortController();
  let failure: unknown;
  const fed = stream.pipeTo(writable, { signal: stop.signal }).catch((error: unknown) => {
    failure ??= stop.signal.aborted ? undefined : error;
  });
  try {
    return await put(readable, write);
  } catch (error) {
    await settled(fed, stop);
    throw failure ?? error;
  } finally {
    // A refused condition leaves the stream unread.
    await settled(fed, stop);
  }
}

async function settled(fed: Promise<void>, stop: AbortController): Promise<void> {
  stop.abort();
  await fed;
}

async function putUnknown(stream: ReadableStream<Uint8Array>, write: R2Write): Promise<R2Object | null> {
  const parts = inParts(stream);
  const first = await parts.next();
  if (first.done) throw new Error('inParts always gives a last part');
  if (first.value.last) return put(first.value.bytes, write);
  return write.ifAbsent ? putAside(first.value, parts, write) : putMultipart(first.value, parts, write);
}

/** Multipart uploads know no condition: the bytes go to a scratch key and from there, now of known length, home. */
async function putAside(first: Part, rest: AsyncIterable<Part>, write: R2Write): Promise<R2Object | null> {
  const { bucket, scratch } = write;
  await putMultipart(first, rest, { ...write, key: scratch });
  try {
    const written = await bucket.get(scratch);
    return written && (await putKnown(written.body, written.size, write));
  } finally {
    await bucket.delete(scratch);
  }
}

async function putMultipart(first: Part, rest: AsyncIterable<Part>, write: R2Write): Promise<R2Object> {
  const { bucket, key, httpMetadata, customMetadata } = write;
  const upload = await bucket.createMultipartUpload(key, { httpMetadata, customMetadata });
  try {
    const uploaded = [await upload.uploadPart(1, first.bytes)];
    for await (const { bytes } of rest) {
      if (bytes.length > 0) uploaded.push(await upload.uploadPart(uploaded.length + 1, bytes));
    }
    return await upload.complete(uploaded);
  } catch (error) {
    await upload.abort();
    throw error;
  }
}
