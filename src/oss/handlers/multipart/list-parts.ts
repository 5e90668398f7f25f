/** ListParts (wire reference 2.7). */
import type { Call, Handler } from '../../request/call.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { xmlReply } from '../../protocol/http/reply.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { writeXml, type XmlElement } from '../../protocol/xml/write.ts';
import { encoder, readCount } from '../../protocol/http/listing.ts';
import { pageOfParts, type Part } from './parts.ts';
import { checkUpload, MAX_PARTS } from './staging.ts';

const MAX_PAGE = 1000;

/** The parts of an upload that are there, in order of their numbers. */
export const listParts: Handler = async (call) => {
  const { bucket, query } = call;
  const uploadId = query.value('uploadId') ?? '';
  const limit = readCount(query, 'max-parts', MAX_PAGE, 1, MAX_PAGE);
  const marker = readCount(query, 'part-number-marker', 0, 0, MAX_PARTS);
  await checkUpload(call, uploadId, '0042-00000002');
  const { parts: page, more } = await pageOfParts(bucket.staging, uploadId, marker, limit);
  const list = {
    ...describeUpload(call, uploadId),
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: more,
    Part: page.map(describePart),
  };
  return xmlReply(writeXml('ListPartsResult', list));
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

function describePart({ number, size, etag, crc64, modified }: Part): XmlElement {
  return {
    PartNumber: number,
    LastModified: toIsoDate(modified),
    ETag: quoteEtag(etag),
    HashCrc64ecma: crc64,
    Size: size,
  };
}
