/** Writes a form's file, whose length nobody knows before its end. */
import { meter } from '../../protocol/digest/meter.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import type { HeaderRecord } from '../../protocol/http/reply.ts';
import { ENCRYPTION, forbidsOverwrite, readAttributes } from '../objects/attributes.ts';
import type { ObjectStore } from '../../ports.ts';
import { quoteEtag } from '../read/object-headers.ts';
import type { Policy } from './policy.ts';

/**
 * Stores the file as an upload with these headers would, and gives the headers of the answer. Throws
 * `FileAlreadyExists` where that was asked for, `EntityTooSmall` and `EntityTooLarge` outside the policy's sizes.
 */
export async function storeFile(
  objects: ObjectStore,
  key: string,
  file: ReadableStream<Uint8Array>,
  headers: Headers,
  sizes: Policy['sizes'] | undefined,
): Promise<HeaderRecord> {
  const attributes = readAttributes(headers);
  const ifAbsent = forbidsOverwrite(headers);
  const metered = meter(file, { ...sizes });
  const source = { stream: metered.stream, length: undefined };
  const head = await objects.put(key, source, { attributes, ifAbsent });
  if (head === undefined) throw new OssError('FileAlreadyExists');
  return {
    ETag: quoteEtag(head.etag),
    'x-oss-hash-crc64ecma': metered.crc64,
    [ENCRYPTION]: attributes.encryption,
  };
}
