/** Writes a form's file, whose length nobody knows before its end. */
import { meter } from '../../protocol/digest/meter.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import type { HeaderRecord } from '../../protocol/http/reply.ts';
import { ENCRYPTION, forbidsOverwrite, newAttributes } from '../objects/attributes.ts';
import { begin, SMALL_BYTES } from '../objects/begin.ts';
import { noteSum } from '../objects/sums.ts';
import type { Call } from '../../request/call.ts';
import { quoteEtag } from '../read/object-headers.ts';
import type { Policy } from './policy.ts';

/**
 * Stores the file as an upload of the call's headers would, and gives the headers of the answer. Throws
 * `FileAlreadyExists` where that was asked for, `EntityTooSmall` and `EntityTooLarge` outside the policy's sizes.
 */
export async function storeFile(
  call: Pick<Call, 'bucket' | 'services' | 'requestId' | 'key' | 'headers'>,
  file: ReadableStream<Uint8Array>,
  sizes: Policy['sizes'] | undefined,
): Promise<HeaderRecord> {
  const { bucket, key, headers } = call;
  const asked = await newAttributes(call);
  const ifAbsent = forbidsOverwrite(headers);
  const metered = meter(file, { ...sizes });
  const { bytes, stream } = await begin(metered.stream, SMALL_BYTES);
  const attributes = { ...asked, ...(bytes ? { crc64: metered.crc64 } : { summed: true }) };
  const source = bytes ?? { stream, length: undefined };
  const head = await bucket.objects.put(key, source, { attributes, ifAbsent });
  if (head === undefined) throw new OssError('FileAlreadyExists');
  if (bytes === undefined) await noteSum(call, head, metered.crc64);
  return {
    ETag: quoteEtag(head.etag),
    'x-oss-hash-crc64ecma': metered.crc64,
    [ENCRYPTION]: attributes.encryption,
  };
}
