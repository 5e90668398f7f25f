/** PutObject (wire reference 2.1). */
import type { Call, Handler } from '../../request/call.ts';
import { meter, type Metered } from '../../protocol/digest/meter.ts';
import { invalidDigest } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { emptyReply } from '../../protocol/http/reply.ts';
import { readUpload, type Upload } from '../../protocol/http/upload.ts';
import { DigestMismatch, type ObjectHead, type ObjectSource } from '../../ports.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { fromHex, toBase64 } from '../../protocol/text/base64.ts';
import { forbidsOverwrite, readAttributes } from './attributes.ts';

/** Bodies of a known length up to this are read first, so that their CRC is stored with them; others stream. */
const SMALL_BYTES = 1024 * 1024;

/** Stores the body. Throws `InvalidDigest`, `IncompleteBody`, `EntityTooLarge` or `FileAlreadyExists`. */
export const putObject: Handler = async (call) => {
  const { bucket, key, services } = call;
  const { head, crc64 } = await store(call, readUpload(call.request));
  services.changes.changed(bucket.settings.name, [key]);
  return emptyReply(200, {
    ETag: quoteEtag(head.etag),
    'x-oss-hash-crc64ecma': crc64,
    'Content-MD5': head.md5 === undefined ? undefined : toBase64(fromHex(head.md5)),
  });
};

async function store(
  { bucket, key, headers }: Call,
  { stream, length, md5 }: Upload,
): Promise<{ head: ObjectHead; crc64: string }> {
  const attributes = readAttributes(headers);
  const ifAbsent = forbidsOverwrite(headers);
  const isSmall = length !== undefined && length <= SMALL_BYTES;
  // A store checks the MD5 of a stream whose length it knows.
  const metered = meter(stream, { length, md5: isSmall || length === undefined ? md5 : undefined });
  try {
    const source: ObjectSource = isSmall
      ? await readAll(metered, length)
      : { stream: metered.stream, length };
    const crc64 = isSmall ? metered.crc64 : undefined;
    const head = await bucket.objects.put(key, source, {
      attributes: { ...attributes, crc64 },
      ifAbsent,
      md5,
    });
    if (head === undefined) throw new OssError('FileAlreadyExists');
    return { head, crc64: metered.crc64 };
  } catch (error) {
    if (error instanceof DigestMismatch) throw invalidDigest(headers.get('content-md5') ?? '');
    throw error;
  }
}

async function readAll({ stream }: Metered, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes.set(next.value, at);
    at += next.value.length;
  }
  return bytes;
}
