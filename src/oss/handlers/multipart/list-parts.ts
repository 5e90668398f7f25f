/** ListParts (wire reference 2.7). */
import type { Call, Handler } from '../../request/call.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { xmlReply } from '../../protocol/http/reply.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { writeKeysXml, type XmlElement } from '../../protocol/xml/write.ts';
import { encoder, readCount } from '../../protocol/http/listing.ts';
import { pageOfParts, type Part } from './parts.ts';
import { checkUpload, MAX_PARTS, readTarget } from './staging.ts';
import { CLIENT_ENCRYPTION } from '../objects/attributes.ts';
import type { ObjectAttributes } from '../../ports.ts';

const MAX_PAGE = 1000;

/** The parts of an upload that are there, in order of their numbers. */
export const listParts: Handler = async (call) => {
  const { bucket, query } = call;
  const uploadId = query.value('uploadId') ?? '';
  const limit = readCount(query, 'max-parts', MAX_PAGE, 1, MAX_PAGE);
  const marker = readCount(query, 'part-number-marker', 0, 0, MAX_PARTS);
  await checkUpload(call, uploadId, '0042-00000002');
  const [{ parts: page, more }, { meta }] = await Promise.all([
    pageOfParts(bucket.staging, uploadId, marker, limit),
    readTarget(bucket.staging, uploadId),
  ]);
  const list = {
    ...describeUpload(call, uploadId),
    ...describeCiphers(meta),
    PartNumberMarker: marker,
    // One SDK cannot read a list without it, and another wants none of an empty one: the vendor's is empty then.
    NextPartNumberMarker: page.at(-1)?.number ?? '',
    MaxParts: limit,
    IsTruncated: more,
    Part: page.map(describePart),
  };
  return xmlReply(writeKeysXml('ListPartsResult', list));
};

function describeUpload({ bucket, key, query }: Call, uploadId: string): XmlElement {
  const { encoding, encode } = encoder(query);
  return {
    Bucket: bucket.settings.name,
    EncodingType: encoding,
    Key: encode(key),
    UploadId: uploadId,
    StorageClass: 'Standard',
  };
}

/** What a client that goes on with an upload needs to encipher the rest as it did the beginning. */
const CIPHERS = {
  ClientEncryptionKey: 'key',
  ClientEncryptionStart: 'start',
  ClientEncryptionCekAlg: 'cek-alg',
  ClientEncryptionWrapAlg: 'wrap-alg',
  ClientEncryptionDataSize: 'data-size',
  ClientEncryptionPartSize: 'part-size',
};

function describeCiphers(meta: ObjectAttributes['meta']): XmlElement {
  const told = Object.entries(CIPHERS).map(([element, name]) => [element, meta[CLIENT_ENCRYPTION + name]]);
  return Object.fromEntries(told) as XmlElement;
}

function describePart({ number, size, etag, crc64, modified }: Part): XmlElement {
  return {
    PartNumber: number,
    LastModified: toIsoDate(modified),
    ETag: quoteEtag(etag),
    HashCrc64ecma: crc64,
    Size: size,
  };
}
