/** CompleteMultipartUpload: the parts, one after the other, become the object (wire reference 2.7). */
import { combineCrc64 } from '../../protocol/digest/crc64.ts';
import { md5 } from '@noble/hashes/legacy.js';
import type { Call, Handler } from '../../request/call.ts';
import { invalidArgument } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readText } from '../../protocol/http/body.ts';
import { type Reply, xmlReply } from '../../protocol/http/reply.ts';
import { type ObjectAttributes, type ObjectHead, type Piece, shownEtag } from '../../ports.ts';
import { CLIENT_ENCRYPTION, ENCRYPTION, forbidsOverwrite, META, readAcl } from '../objects/attributes.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { toHex } from '../../protocol/text/base64.ts';
import { writeKeysXml } from '../../protocol/xml/write.ts';
import { encoder } from '../../protocol/http/listing.ts';
import { findParts, type Part } from './parts.ts';
import { checkSizes, chooseParts, invalidPart, readPartList } from './parts-list.ts';
import { bytesKey, checkUpload, dropUpload, readTarget } from './staging.ts';

const DATA_SIZE = `${CLIENT_ENCRYPTION}data-size`;

/**
 * Writes the object whole or not at all; the upload stays open when that fails. Once the object is stored the answer is
 * good, whatever becomes of the parts, and so it is when a caller that missed it asks again.
 */
export const completeUpload: Handler = async (call) => {
  const { bucket, key, query, request, services, requestId } = call;
  const uploadId = query.value('uploadId') ?? '';
  const xml = await readText(request);
  const head = (await findCompleted(call, uploadId)) ?? (await complete(call, uploadId, xml));
  services.changes.changed(bucket.settings.name, [key]);
  // What stays is swept.
  await dropUpload(bucket.staging, uploadId).catch((error: unknown) => services.log(error, requestId));
  return answer(call, head);
};

/** The object, when this upload has made it already. */
async function findCompleted({ bucket, key }: Call, uploadId: string): Promise<ObjectHead | undefined> {
  const head = await bucket.objects.head(key);
  return head?.attributes.upload === uploadId ? head : undefined;
}

async function complete(call: Call, uploadId: string, xml: string): Promise<ObjectHead> {
  const { bucket } = call;
  try {
    await checkUpload(call, uploadId);
    const parts = await findParts(bucket.staging, uploadId);
    const chosen = takesAll(call, xml) ? inOrder(parts) : chooseParts(readPartList(xml), parts);
    return await assemble(call, uploadId, chosen);
  } catch (error) {
    // Asked for twice at the same time, the one that comes later finds the parts gone.
    const head = await findCompleted(call, uploadId);
    if (head === undefined) throw error;
    return head;
  }
}

/** `x-oss-complete-all: yes` stands for a list of all parts. Throws `InvalidArgument` when there is a list as well. */
function takesAll({ headers }: Call, xml: string): boolean {
  const isAsked = headers.get('x-oss-complete-all')?.toLowerCase() === 'yes';
  if (isAsked && xml.trim() !== '') throw allAndList();
  return isAsked;
}

/** The vendor's own spelling. */
function allAndList(): OssError {
  const message = 'Should not speficy both complete all header and http body.';
  return new OssError('InvalidArgument', { message, ec: '0042-00000216' });
}

function inOrder(parts: readonly Part[]): readonly Part[] {
  checkSizes(parts);
  return parts;
}

async function assemble(
  { bucket, key, headers }: Call,
  uploadId: string,
  parts: readonly Part[],
): Promise<ObjectHead> {
  const { staging, objects } = bucket;
  const target = await readTarget(staging, uploadId);
  checkAnnounced(target, parts);
  const attributes = { ...target, acl: readAcl(headers) ?? target.acl };
  const pieces = parts.map(({ number, etag, size }): Piece => ({
    size,
    async open(range) {
      const part = await staging.get(bytesKey(uploadId, number), { etag, range });
      // Uploaded once more since the list was read.
      if (part === undefined) throw invalidPart(number, etag);
      return part.body;
    },
  }));
  const whole = { ...attributes, crc64: sumOf(parts), etag: etagOf(parts), upload: uploadId };
  const ifAbsent = forbidsOverwrite(headers);
  const head = await objects.put(key, { pieces }, { attributes: whole, ifAbsent });
  if (head === undefined) throw new OssError('FileAlreadyExists');
  return head;
}

/** A client that enciphers what it uploads has announced how long it is. Throws `InvalidArgument` where it is not. */
function checkAnnounced({ meta }: ObjectAttributes, parts: readonly Part[]): void {
  const announced = meta[DATA_SIZE];
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (announced !== undefined && announced !== `${size}`) {
    throw invalidArgument(META + DATA_SIZE, announced.slice(0, 100), '0005-00000420');
  }
}

/**
 * MD5 of the parts' ETags in upper case, one after the other, and their number: what OSS answers, and tools compute.
 * Kept with the object, so that it is the same in every later answer.
 */
function etagOf(parts: readonly Part[]): string {
  const etags = parts.map(({ etag }) => etag.toUpperCase()).join('');
  return `${toHex(md5(new TextEncoder().encode(etags)))}-${parts.length}`;
}

/** CRC of the whole from those of the parts, without reading a byte again. */
function sumOf(parts: readonly Part[]): string {
  return parts.reduce((sum, { crc64, size }) => combineCrc64(sum, crc64, size), '0');
}

function answer({ bucket, key, query, request }: Call, head: ObjectHead): Reply {
  const { encoding, encode } = encoder(query);
  const etag = quoteEtag(shownEtag(head));
  const result = {
    EncodingType: encoding,
    Location: request.url.replace(/\?.*$/s, ''),
    Bucket: bucket.settings.name,
    Key: encode(key),
    ETag: etag,
  };
  return xmlReply(writeKeysXml('CompleteMultipartUploadResult', result), 200, {
    ETag: etag,
    'x-oss-hash-crc64ecma': head.attributes.crc64,
    [ENCRYPTION]: head.attributes.encryption,
  });
}
