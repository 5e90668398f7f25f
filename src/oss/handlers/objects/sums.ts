/**
 * CRC-64 of objects whose bytes went to the store as they came. What is stored with an object is said before its first byte, so
 * their sum is noted beside them, and found where somebody wants to know it.
 */
import type { Bucket, ObjectHead } from '../../ports.ts';
import type { Call } from '../../request/call.ts';

/** Under this name a note says which bytes it is about, by their ETag. */
const OF = 'of';

/** Notes the sum of what was just written with `summed`. What was written is good without: a failure is logged. */
export async function noteSum(
  { bucket, services, requestId }: Pick<Call, 'bucket' | 'services' | 'requestId'>,
  { key, etag }: ObjectHead,
  crc64: string,
): Promise<void> {
  const attributes = { headers: {}, meta: { [OF]: etag }, kind: 'Normal', crc64 } as const;
  try {
    await bucket.sums.put(key, new Uint8Array(), { attributes });
  } catch (error) {
    services.log(error, requestId);
  }
}

/** An object with its sum, where that is noted and the bytes are still the same; as it is while the store is in trouble. */
export async function withSum<Head extends ObjectHead>({ sums }: Bucket, object: Head): Promise<Head> {
  const { key, attributes } = object;
  if (!attributes.summed) return object;
  const note = await sums.head(key).catch(() => undefined);
  if (!note || !isSumOf(note, object)) return object;
  return { ...object, attributes: { ...attributes, crc64: note.attributes.crc64 } };
}

/** Whether a note tells the sum of these very bytes, and somebody asks for it. */
export function isSumOf(note: ObjectHead, { etag, attributes }: ObjectHead): boolean {
  return attributes.summed === true && note.attributes.meta[OF] === etag;
}
