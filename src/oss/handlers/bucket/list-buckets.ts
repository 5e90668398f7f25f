/** ListBuckets, the only operation of the service itself. */
import type { ServiceCall } from '../../request/call.ts';
import { bucketDenied, invalidArgument } from '../../protocol/error/errors.ts';
import { xmlReply, type Reply } from '../../protocol/http/reply.ts';
import { writeXml, type XmlElement } from '../../protocol/xml/write.ts';
import { allows } from '../../request/access/permissions.ts';
import { OWNER } from './acl-xml.ts';
import type { BucketSettings } from '../../ports.ts';
import type { Query } from '../../protocol/text/query.ts';
import type { Tags } from '../objects/tags.ts';
import { bucketTags, readTagFilter } from './bucket-tags.ts';
import { describeBucket } from './bucket-facts.ts';

const MAX_KEYS = 1000;
const DEFAULT_KEYS = 100;
/** Buckets whose tags are read together: a Worker may wait for six answers of its stores at once. */
const TAGS_AT_ONCE = 6;

/** The buckets that the caller's key may read, in order of their names. */
export async function listBuckets(call: ServiceCall): Promise<Reply> {
  const { caller, query, host } = call;
  if (caller === undefined) throw bucketDenied();
  const [prefix, marker] = [readPrefix(query), query.text('marker')];
  const limit = readMaxKeys(query.text('max-keys'));
  const readable = (await readableBuckets(call)).filter(
    ({ name }) => name.startsWith(prefix ?? '') && name > (marker ?? ''),
  );
  const [found, tagsOf] = await tagged(call, readable);
  const page = found.slice(0, limit);
  const truncated = found.length > limit;
  const paged = prefix !== undefined || marker !== undefined || query.has('max-keys');
  const buckets = page.map((bucket) => ({ ...describeBucket(bucket, host), ...tagsOf(bucket) }));
  return xmlReply(
    writeXml('ListAllMyBucketsResult', {
      ...(paged
        ? { Prefix: prefix ?? '', Marker: marker ?? '', MaxKeys: limit, IsTruncated: truncated }
        : {}),
      NextMarker: truncated ? page.at(-1)?.name : undefined,
      Owner: OWNER,
      Buckets: { Bucket: buckets },
    }),
  );
}

async function readableBuckets({ caller, services }: ServiceCall): Promise<BucketSettings[]> {
  const all = (await services.buckets.list()).map(({ settings }) => settings);
  const readable = all.filter(({ name }) => caller && allows(caller, 'read', name));
  return readable.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Those that have the tags that are asked for, and the tags of each to be told. */
async function tagged(
  { query, services }: ServiceCall,
  buckets: BucketSettings[],
): Promise<[BucketSettings[], (bucket: BucketSettings) => XmlElement]> {
  const asked = readTagFilter(query);
  if (asked === undefined) return [buckets, () => ({})];
  const tags = new Map<string, Tags>();
  for (let at = 0; at < buckets.length; at += TAGS_AT_ONCE) {
    const few = buckets.slice(at, at + TAGS_AT_ONCE);
    await Promise.all(few.map(async ({ name }) => tags.set(name, await bucketTags(services.settings, name))));
  }
  const fits = ({ name }: BucketSettings) => {
    const own = tags.get(name) ?? {};
    return Object.entries(asked).every(
      ([key, value]) => Object.hasOwn(own, key) && (value ?? own[key]) === own[key],
    );
  };
  const told = ({ name }: BucketSettings) =>
    Object.entries(tags.get(name) ?? {}).map(([Key, Value]) => ({ Key, Value }));
  return [buckets.filter(fits), (bucket) => ({ Tagging: { TagSet: { Tag: told(bucket) } } })];
}

/** Throws `InvalidArgument` for one that no bucket's name can have. */
function readPrefix(query: Query): string | undefined {
  const prefix = query.text('prefix');
  if (prefix !== undefined && !/^[a-z0-9-]+$/.test(prefix))
    throw invalidArgument('prefix', prefix.slice(0, 100));
  return prefix;
}

function readMaxKeys(text: string | undefined): number {
  if (text === undefined) return DEFAULT_KEYS;
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MAX_KEYS) throw invalidArgument('max-keys', text);
  return number;
}
