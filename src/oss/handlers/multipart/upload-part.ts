/** UploadPart and UploadPartCopy (wire reference 2.7). */
import type { Call, Handler } from '../../request/call.ts';
import { checkingDigest, meter } from '../../protocol/digest/meter.ts';
import { preconditionFailed } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { readRange } from '../../protocol/http/range.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { readUpload, type Upload } from '../../protocol/http/upload.ts';
import { findCopySource } from '../objects/copy-source.ts';
import type { ObjectHead } from '../../ports.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import { type Part, recordPart } from './parts.ts';
import { fromHex, toBase64 } from '../../protocol/text/base64.ts';
import { readPartNumber } from './parts-list.ts';
import { bytesKey, checkUpload, dropUpload } from './staging.ts';

/** Stores the body as a part, in the place of one that had its number. */
export const uploadPart: Handler = async (call) => {
  const { uploadId, number } = await readPlace(call, '0042-00000104');
  const part = await stage(call, uploadId, number, readUpload(call.request));
  return emptyReply(200, {
    ETag: quoteEtag(part.etag),
    'x-oss-hash-crc64ecma': part.crc64,
    'Content-MD5': part.md5 === undefined ? undefined : toBase64(fromHex(part.md5)),
  });
};

/** Stores an object, or a range of one, as a part; all of it where the object has not all of the range. */
export const uploadPartCopy: Handler = async (call) => {
  const { uploadId, number } = await readPlace(call, '0042-00000311');
  const { bucket, head } = await findCopySource(call);
  const range = readRange(call.headers.get('x-oss-copy-source-range') ?? undefined, head.size, false);
  const source = await bucket.objects.get(head.key, { range, etag: head.etag });
  if (source === undefined) throw preconditionFailed('If-Match');
  const upload = { stream: source.body, length: range?.length ?? head.size, md5: undefined };
  const { etag, modified } = await stage(call, uploadId, number, upload);
  const result = { LastModified: toIsoDate(modified), ETag: quoteEtag(etag) };
  // ali-oss reads the ETag from the header, others from the body.
  return xmlReply(writeXml('CopyPartResult', result), 200, { ETag: quoteEtag(etag) });
};

async function readPlace(call: Call, ec: string): Promise<{ uploadId: string; number: number }> {
  const number = readPartNumber(call.query.value('partNumber') ?? '');
  const uploadId = call.query.value('uploadId') ?? '';
  await checkUpload(call, uploadId, ec);
  return { uploadId, number };
}

interface StagedPart extends Part {
  /** In hexadecimal, when the store knows it. */
  readonly md5: string | undefined;
}

/** An upload that ends while a part is on its way takes the part with it. */
async function stage(call: Call, uploadId: string, number: number, upload: Upload): Promise<StagedPart> {
  const { staging } = call.bucket;
  const { head, crc64 } = await write(call, uploadId, number, upload);
  const part = { number, size: head.size, etag: head.etag, crc64 };
  const { modified } = await recordPart(staging, uploadId, part);
  try {
    await checkUpload(call, uploadId);
  } catch (error) {
    if (error instanceof OssError) await dropUpload(staging, uploadId);
    throw error;
  }
  return { ...part, modified, md5: head.md5 };
}

async function write(
  { bucket, headers }: Call,
  uploadId: string,
  number: number,
  { stream, length, md5 }: Upload,
): Promise<{ head: ObjectHead; crc64: string }> {
  const metered = meter(stream, { length, md5: length === undefined ? md5 : undefined });
  const source = { stream: metered.stream, length };
  const attributes = { headers: {}, meta: {}, kind: 'Normal' } as const;
  const head = await checkingDigest(headers, () =>
    bucket.staging.put(bytesKey(uploadId, number), source, { attributes, md5 }),
  );
  // Undefined only where a condition was set.
  return { head: head as ObjectHead, crc64: metered.crc64 };
}
