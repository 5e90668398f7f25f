/** Writes to R2: whole buffers, streams of known length, and streams whose length nobody knows. */
import { DigestMismatch, type ObjectSource, type Piece } from '../../oss/ports.ts';
import type { R2Metadata } from './attributes.ts';
import { type Feed, feedPieces, feedStream, timeFor } from './feed.ts';
import type { Bytes, GuardedR2 } from './guarded-r2.ts';
import { inParts, type StreamPart } from './parts.ts';
import { inTime, untilTaken } from './patience.ts';

/** Where and how to write. */
export interface R2Write extends R2Metadata {
  readonly bucket: GuardedR2;
  readonly key: string;
  /** Write only where nothing is; the result is null otherwise. */
  readonly ifAbsent: boolean;
  /** Write only in the place of the version with this ETag; the result is null otherwise. */
  readonly ifMatch: string | undefined;
  /** When that version was written: another write of the same bytes has the same ETag. */
  readonly ifWritten: Date | undefined;
  /** MD5 in hexadecimal that the bytes must have. */
  readonly md5: string | undefined;
  /** A key for bytes that cannot be written to `key` at once. */
  readonly scratch: string;
  /** Bytes of the largest object that one call writes. */
  readonly largest: number;
}

/** What R2 takes in one call, a little less than 5 GiB. */
export const SINGLE_PUT_BYTES = 5_000_000_000;
/** Parts of larger objects: R2 wants all but the last of one size, and at most ten thousand. */
const LARGE_PART_BYTES = 1024 ** 3;
const MAX_R2_PARTS = 10_000;

/** R2's code for bytes whose digest is not the announced one. */
const BAD_DIGEST = /\(100(37|14)\)/;

/**
 * Writes all or nothing. What can be written once more is, when the key was written a moment ago. Throws DigestMismatch,
 * `ServiceUnavailable` wherever a store broke off, be it the one that is read from, and a failed stream's own error.
 */
export async function writeObject(source: ObjectSource, write: R2Write): Promise<R2Object | null> {
  try {
    return await inTime(writeSource(source, write), Infinity);
  } catch (error) {
    if (error instanceof Error && BAD_DIGEST.test(error.message)) throw new DigestMismatch(error.message);
    throw error;
  }
}

function writeSource(source: ObjectSource, write: R2Write): Promise<R2Object | null> {
  if (source instanceof Uint8Array) return untilTaken(() => put(source, write, timeFor(source.length)));
  if ('pieces' in source) return putPieces(source.pieces, write);
  const { stream, length } = source;
  if (length === undefined) return putUnknown(stream, write);
  // How long the sender takes is its own affair; that the store goes on is watched.
  return fed(feedStream(stream, length), (body) => put(body, write, Infinity));
}

function put(body: Bytes, write: R2Write, milliseconds: number): Promise<R2Object | null> {
  const { bucket, key, ifAbsent, md5, httpMetadata, customMetadata } = write;
  const unchanged = unchangedCondition(write);
  const options = {
    httpMetadata,
    customMetadata,
    ...(md5 !== undefined && { md5 }),
    ...(ifAbsent && { onlyIf: new Headers({ 'If-None-Match': '*' }) }),
    ...(unchanged && { onlyIf: unchanged }),
  };
  return bucket.put(key, body, options, milliseconds);
}

/**
 * As in HTTP, R2 looks at no date where an ETag matches, so a date stands alone: both sides of its millisecond. The earlier
 * one also refuses to write where nothing is.
 */
function unchangedCondition({ ifMatch, ifWritten }: R2Write): R2Conditional | undefined {
  if (ifMatch === undefined) return undefined;
  if (ifWritten === undefined) return { etagMatches: ifMatch };
  const time = ifWritten.getTime();
  return { uploadedAfter: new Date(time - 1), uploadedBefore: new Date(time + 1) };
}

/** Sends what a feed is filled with. Throws the filling's own error rather than what the store made of it. */
async function fed<T>(feed: Feed, send: (body: ReadableStream<Uint8Array>) => Promise<T>): Promise<T> {
  try {
    return await Promise.race([send(feed.readable), feed.stuck]);
  } catch (error) {
    throw (await feed.finish()) ?? error;
  } finally {
    // A refused condition leaves the stream unread.
    await feed.finish();
  }
}

function putPieces(pieces: readonly Piece[], write: R2Write): Promise<R2Object | null> {
  const length = pieces.reduce((sum, { size }) => sum + size, 0);
  if (length > write.largest) return putLarge(pieces, length, write);
  const once = () => fed(feedPieces(pieces, 0, length), (body) => put(body, write, timeFor(length)));
  return untilTaken(once);
}

/** In parts of R2's own, whose completion knows no condition: it is looked at right before. */
async function putLarge(pieces: readonly Piece[], length: number, write: R2Write): Promise<R2Object | null> {
  const { bucket, key, httpMetadata, customMetadata, largest } = write;
  const size = Math.max(Math.min(largest, LARGE_PART_BYTES), Math.ceil(length / MAX_R2_PARTS));
  const upload = await bucket.createMultipartUpload(key, { httpMetadata, customMetadata });
  try {
    const uploaded: R2UploadedPart[] = [];
    for (let at = 0; at < length; at += size) {
      const part = Math.min(size, length - at);
      const send = (body: Bytes) => upload.uploadPart(uploaded.length + 1, body, timeFor(part));
      uploaded.push(await untilTaken(() => fed(feedPieces(pieces, at, part), send)));
    }
    if (await holds(write)) return await upload.complete(uploaded);
  } catch (error) {
    await upload.abort().catch(() => undefined);
    throw error;
  }
  await upload.abort().catch(() => undefined);
  return null;
}

async function holds({ bucket, key, ifAbsent, ifMatch, ifWritten }: R2Write): Promise<boolean> {
  if (!ifAbsent && ifMatch === undefined) return true;
  const head = await bucket.head(key);
  if (ifAbsent) return head === null;
  const isThat = !ifWritten || head?.uploaded.getTime() === ifWritten.getTime();
  return head?.etag === ifMatch && isThat;
}

async function putUnknown(stream: ReadableStream<Uint8Array>, write: R2Write): Promise<R2Object | null> {
  const parts = inParts(stream);
  const first = await parts.next();
  if (first.done) throw new Error('inParts always gives a last part');
  const { bytes, last } = first.value;
  if (last) return untilTaken(() => put(bytes, write, timeFor(bytes.length)));
  return write.ifAbsent ? putAside(first.value, parts, write) : putMultipart(first.value, parts, write);
}

/** Multipart uploads know no condition: the bytes go to a scratch key and from there, now of known length, to their own. */
async function putAside(
  first: StreamPart,
  rest: AsyncIterable<StreamPart>,
  write: R2Write,
): Promise<R2Object | null> {
  const { bucket, scratch } = write;
  const { size } = await putMultipart(first, rest, { ...write, key: scratch });
  const open: Piece['open'] = async (range) => {
    const written = await bucket.get(scratch, range ? { range } : {});
    if (!written || !('body' in written)) throw new Error('what was put aside is gone');
    return written.body;
  };
  try {
    return await putPieces([{ size, open }], write);
  } finally {
    // Whatever stays is swept.
    await bucket.delete(scratch).catch(() => undefined);
  }
}

async function putMultipart(
  first: StreamPart,
  rest: AsyncIterable<StreamPart>,
  write: R2Write,
): Promise<R2Object> {
  const { bucket, key, httpMetadata, customMetadata } = write;
  const upload = await bucket.createMultipartUpload(key, { httpMetadata, customMetadata });
  try {
    const uploaded = [await upload.uploadPart(1, first.bytes, timeFor(first.bytes.length))];
    for await (const { bytes } of rest) {
      if (bytes.length > 0) {
        const number = uploaded.length + 1;
        uploaded.push(await upload.uploadPart(number, bytes, timeFor(bytes.length)));
      }
    }
    return await upload.complete(uploaded);
  } catch (error) {
    await upload.abort().catch(() => undefined);
    throw error;
  }
}
