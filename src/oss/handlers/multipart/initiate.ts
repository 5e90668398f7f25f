/** InitiateMultipartUpload and AbortMultipartUpload (wire reference 2.7). */
import type { Handler } from '../../request/call.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { ENCRYPTION, forbidsOverwrite, newAttributes } from '../objects/attributes.ts';
import { writeKeysXml } from '../../protocol/xml/write.ts';
import { encoder } from '../../protocol/http/listing.ts';
import { checkUpload, dropUpload, openUpload } from './staging.ts';
import { newUploadId } from './upload-id.ts';

/** Begins an upload: the headers say what the object will have besides bytes. */
export const initiateUpload: Handler = async (call) => {
  const { bucket, key, headers, query, services } = call;
  const { encoding, encode } = encoder(query);
  const sequential = query.has('sequential') || undefined;
  const attributes = { ...(await newAttributes(call)), kind: 'Multipart', sequential } as const;
  const forbidden = forbidsOverwrite(headers);
  // Said early, before gigabytes are sent; completion asks again, and atomically.
  if (forbidden && (await bucket.objects.head(key))) throw new OssError('FileAlreadyExists');
  const now = services.clock.now();
  const uploadId = newUploadId(now);
  await openUpload(bucket.staging, uploadId, { key, attributes });
  const result = {
    EncodingType: encoding,
    Bucket: bucket.settings.name,
    Key: encode(key),
    UploadId: uploadId,
  };
  return xmlReply(writeKeysXml('InitiateMultipartUploadResult', result), 200, {
    [ENCRYPTION]: attributes.encryption,
  });
};

/** Drops an upload and its parts. */
export const abortUpload: Handler = async (call) => {
  const { bucket, query } = call;
  const uploadId = query.value('uploadId') ?? '';
  await checkUpload(call, uploadId, '0042-00000002');
  await dropUpload(bucket.staging, uploadId);
  return emptyReply(204);
};
