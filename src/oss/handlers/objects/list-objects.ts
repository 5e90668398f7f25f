/** ListObjects in both versions (wire reference 2.5). */
import type { Handler } from '../../request/call.ts';
import { invalidArgument } from '../../protocol/error/errors.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { xmlReply } from '../../protocol/http/reply.ts';
import { compareKeys, encoder, readCount } from '../../protocol/http/listing.ts';
import { type BucketSettings, type ObjectHead, type ObjectPage, shownEtag } from '../../ports.ts';
import { storageClassOf } from './attributes.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { textFromBase64, toBase64 } from '../../protocol/text/base64.ts';
import type { Query } from '../../protocol/text/query.ts';
import { writeKeysXml, type XmlElement } from '../../protocol/xml/write.ts';

const DEFAULT_KEYS = 100;
const MAX_KEYS = 1000;
/** Sorts after every key that begins with the text before it. */
const LAST = '\u{10FFFF}';
/** Two SDKs cannot read a first-version listing whose objects have no owner. */
const OWNER = { ID: '1', DisplayName: '1' };

/** What a listing was asked for. */
interface Listing {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly limit: number;
  /** Only what sorts after this. */
  readonly after: string | undefined;
  readonly encoding: string | undefined;
  encode(text: string): string;
}

/** Lists objects and common prefixes in byte order of their keys. Throws `InvalidArgument`. */
export const listObjects: Handler = async ({ bucket, query }) => {
  const isSecond = query.text('list-type') === '2';
  const asked = readAsked(query, isSecond);
  const { prefix, delimiter, limit } = asked;
  const startAfter = passed(asked);
  const page = await bucket.objects.list({ prefix, delimiter, startAfter, limit });
  const next = page.cursor === undefined ? undefined : lastOf(page);
  const paging = isSecond ? secondPaging(query, asked, page, next) : firstPaging(asked, next);
  const withOwner = !isSecond || query.text('fetch-owner') === 'true';
  return xmlReply(
    writeKeysXml('ListBucketResult', {
      Name: bucket.settings.name,
      Prefix: asked.encode(prefix),
      MaxKeys: limit,
      Delimiter: asked.encode(delimiter ?? ''),
      EncodingType: asked.encoding,
      IsTruncated: next !== undefined,
      ...paging,
      Contents: page.objects.map((head) => describeObject(head, bucket.settings, asked.encode, withOwner)),
      CommonPrefixes: page.prefixes.map((text) => ({ Prefix: asked.encode(text) })),
    }),
  );
};

function readAsked(query: Query, isSecond: boolean): Listing {
  return {
    prefix: query.text('prefix') ?? '',
    delimiter: query.text('delimiter'),
    limit: readLimit(query),
    after: isSecond ? (readToken(query) ?? query.text('start-after')) : query.text('marker'),
    ...encoder(query),
  };
}

/** The length of a page. Throws `InvalidArgument`. */
export function readLimit(query: Query): number {
  return readCount(query, 'max-keys', DEFAULT_KEYS, 1, MAX_KEYS);
}

/** A common prefix as a marker stands for everything below it, which would else begin the next page again. */
export function passed({
  after,
  prefix,
  delimiter,
}: Pick<Listing, 'after' | 'prefix' | 'delimiter'>): string | undefined {
  if (after === undefined || !delimiter || !after.startsWith(prefix)) return after;
  const end = after.indexOf(delimiter, prefix.length);
  const isCommonPrefix = end >= 0 && end + delimiter.length === after.length;
  return isCommonPrefix ? after + LAST : after;
}

/** The last key or prefix of a page. */
export function lastOf({ objects, prefixes }: ObjectPage): string | undefined {
  const ends = [objects.at(-1)?.key, prefixes.at(-1)].filter((end) => end !== undefined);
  return ends.toSorted(compareKeys).at(-1);
}

function firstPaging({ after = '', encode }: Listing, next: string | undefined): XmlElement {
  return { Marker: encode(after), NextMarker: next === undefined ? undefined : encode(next) };
}

function secondPaging(
  query: Query,
  { encode }: Listing,
  page: ObjectPage,
  next: string | undefined,
): XmlElement {
  return {
    StartAfter: encode(query.text('start-after') ?? ''),
    KeyCount: page.objects.length + page.prefixes.length,
    ContinuationToken: query.text('continuation-token') ?? '',
    NextContinuationToken: next === undefined ? undefined : toBase64(new TextEncoder().encode(next)),
  };
}

/** A token is the last name of the page before it; it says nothing that the page did not. */
function readToken(query: Query): string | undefined {
  const text = query.text('continuation-token');
  if (text === undefined) return undefined;
  const name = textFromBase64(text);
  if (name === undefined) throw invalidArgument('continuation-token', text.slice(0, 100));
  return name;
}

/** What listings say of an object; `encode` writes its key. */
export function describeObject(
  head: ObjectHead,
  settings: BucketSettings,
  encode: Listing['encode'],
  withOwner: boolean,
): XmlElement {
  return {
    Key: encode(head.key),
    LastModified: toIsoDate(head.modified),
    ETag: quoteEtag(shownEtag(head)),
    Type: head.attributes.kind,
    Size: head.size,
    StorageClass: storageClassOf(head, settings),
    Owner: withOwner ? OWNER : undefined,
  };
}
