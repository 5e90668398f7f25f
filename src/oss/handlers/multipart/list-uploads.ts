/** ListMultipartUploads (wire reference 2.6). */
import type { Handler } from '../../request/call.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { xmlReply } from '../../protocol/http/reply.ts';
import { writeKeysXml } from '../../protocol/xml/write.ts';
import { compareKeys, encoder, readCount } from '../../protocol/http/listing.ts';
import { findUploads } from './staging.ts';
import { startOf } from './upload-id.ts';

const MAX_PAGE = 1000;

/** A line of the listing: an upload, or a common prefix in the place of several. */
interface Entry {
  readonly key: string;
  /** Of a prefix, that of the last upload in its place. */
  readonly uploadId: string;
  readonly isPrefix: boolean;
}

/** Uploads under way in order of their keys, then of their beginning. */
export const listUploads: Handler = async ({ bucket, query, services }) => {
  const { encoding, encode } = encoder(query);
  const limit = readCount(query, 'max-uploads', MAX_PAGE, 1, MAX_PAGE);
  const [prefix, delimiter] = [query.value('prefix') ?? '', query.value('delimiter') ?? ''];
  const [keyMarker, idMarker] = [query.value('key-marker') ?? '', query.value('upload-id-marker') ?? ''];
  const uploads = await findUploads(bucket.staging, services.clock.now());
  const matching = fold(uploads, prefix, delimiter).filter((entry) => isAfter(entry, keyMarker, idMarker));
  const page = matching.slice(0, limit);
  const truncated = matching.length > limit;
  // Also on the last page, as the vendor does.
  const last = page.at(-1);
  const list = {
    Bucket: bucket.settings.name,
    EncodingType: encoding,
    // The vendor does not repeat them.
    KeyMarker: '',
    UploadIdMarker: '',
    NextKeyMarker: encode(last?.key ?? ''),
    NextUploadIdMarker: last?.uploadId ?? '',
    Delimiter: encode(delimiter),
    Prefix: encode(prefix),
    MaxUploads: limit,
    IsTruncated: truncated,
    Upload: page.flatMap(({ key, uploadId, isPrefix }) =>
      isPrefix ? [] : [describe(encode(key), uploadId)],
    ),
    CommonPrefixes: page.flatMap(({ key, isPrefix }) => (isPrefix ? [{ Prefix: encode(key) }] : [])),
  };
  return xmlReply(writeKeysXml('ListMultipartUploadsResult', list));
};

function describe(key: string, uploadId: string) {
  return {
    Key: key,
    UploadId: uploadId,
    StorageClass: 'Standard',
    Initiated: toIsoDate(new Date(startOf(uploadId))),
  };
}

function fold(uploads: readonly Upload[], prefix: string, delimiter: string): Entry[] {
  const folded = new Map<string, Entry>();
  const whole: Entry[] = [];
  const matching = uploads.filter((upload) => upload.key.startsWith(prefix));
  for (const { key, uploadId } of matching.toSorted(inOrder)) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = key.slice(0, end + delimiter.length);
    if (end < 0) whole.push({ key, uploadId, isPrefix: false });
    else folded.set(common, { key: common, uploadId, isPrefix: true });
  }
  return [...whole, ...folded.values()].toSorted(inOrder);
}

/** Without an upload's name the marker passes over all uploads of its key. */
function isAfter({ key, uploadId, isPrefix }: Entry, keyMarker: string, idMarker: string): boolean {
  const order = compareKeys(key, keyMarker);
  return order > 0 || (order === 0 && !isPrefix && idMarker !== '' && uploadId > idMarker);
}

type Upload = Pick<Entry, 'key' | 'uploadId'>;

function inOrder(one: Upload, other: Upload): number {
  return compareKeys(one.key, other.key) || compareKeys(one.uploadId, other.uploadId);
}
