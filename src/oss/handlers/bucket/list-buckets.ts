/** ListBuckets, the only operation of the service itself. */
import type { ServiceCall } from '../../request/call.ts';
import { bucketDenied, invalidArgument } from '../../protocol/error/errors.ts';
import { xmlReply, type Reply } from '../../protocol/http/reply.ts';
import { writeXml, type XmlElement } from '../../protocol/xml/write.ts';
import { allows } from '../../request/access/permissions.ts';
import { OWNER } from './acl-xml.ts';
import type { Tags } from '../objects/tags.ts';
import { bucketTags, readTagFilter } from './bucket-tags.ts';
import { describeBucket } from './bucket-facts.ts';

const MAX_KEYS = 1000;
const DEFAULT_KEYS = 100;

/** The buckets that the caller's key may read, in order of their names. */
export async function listBuckets(call: ServiceCall): Promise<Reply> {
  const { caller, query, host } = call;
  if (caller === undefined) throw bucketDenied();
  const [prefix, marker] = [query.text('prefix'), query.text('marker')];
  const limit = readMaxKeys(query.text('max-keys'));
  const readable = (await readableNames(call)).filter(
    (name) => name.startsWith(prefix ?? '') && name > (marker ?? ''),
  );
  const [names, tagsOf] = await tagged(call, readable);
  const page = names.slice(0, limit);
  const truncated = names.length > limit;
  const paged = prefix !== undefined || marker !== undefined || query.has('max-keys');
  const found = await Promise.all(page.map((name) => call.services.buckets.find(name)));
  const buckets = found
    .filter((bucket) => bucket !== undefined)
    .map(({ settings }) => ({ ...describeBucket(settings, host), ...tagsOf(settings.name) }));
  return xmlReply(
    writeXml('ListAllMyBucketsResult', {
      ...(paged
        ? { Prefix: prefix ?? '', Marker: marker ?? '', MaxKeys: limit, IsTruncated: truncated }
        : {}),
      NextMarker: truncated ? page.at(-1) : undefined,
      Owner: OWNER,
      Buckets: { Bucket: buckets },
    }),
  );
}

async function readableNames({ caller, services }: ServiceCall): Promise<string[]> {
  const names = (await services.buckets.names()).filter((name) => caller && allows(caller, 'read', name));
  return names.toSorted();
}

/** Those that have the tags that are asked for, and the tags of each to be told. */
async function tagged(
  { query, services }: ServiceCall,
  names: string[],
): Promise<[string[], (name: string) => XmlElement]> {
  const asked = readTagFilter(query);
  if (asked === undefined) return [names, () => ({})];
  const tags = new Map<string, Tags>();
  for (const name of names) tags.set(name, await bucketTags(services.settings, name));
  const fits = (name: string) =>
    Object.entries(asked).every(([key, value]) => tags.get(name)?.[key] === value);
  const told = (name: string) => Object.entries(tags.get(name) ?? {}).map(([Key, Value]) => ({ Key, Value }));
  return [names.filter(fits), (name) => ({ Tagging: { TagSet: { Tag: told(name) } } })];
}

function readMaxKeys(text: string | undefined): number {
  if (text === undefined) return DEFAULT_KEYS;
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MAX_KEYS) throw invalidArgument('max-keys', text);
  return number;
}
