/** PutBucketTags, GetBucketTags and DeleteBucketTags; listings of buckets may ask for some. */
import { invalidArgument } from '../../protocol/error/errors.ts';
import { emptyReply } from '../../protocol/http/reply.ts';
import type { Query } from '../../protocol/text/query.ts';
import type { Handler } from '../../request/call.ts';
import type { SettingsStore } from '../../ports.ts';
import { readTagBody, tagReply } from '../objects/tagging.ts';
import { OF_BUCKETS, type Tags } from '../objects/tags.ts';

const NAME = 'tagging';

/** Replaces all tags. Throws `MalformedXML`, `InvalidTag`. */
export const putBucketTags: Handler = async ({ request, bucket, services }) => {
  await services.settings.put(bucket.settings.name, NAME, await readTagBody(request, OF_BUCKETS));
  return emptyReply();
};

export const getBucketTags: Handler = async ({ bucket, services }) =>
  tagReply(await bucketTags(services.settings, bucket.settings.name));

/** Drops all tags, or those that the parameter names. */
export const deleteBucketTags: Handler = async ({ bucket, services, query }) => {
  const { name } = bucket.settings;
  const dropped = query.text('tagging')?.split(',');
  const tags = Object.entries(await bucketTags(services.settings, name));
  const left = dropped ? tags.filter(([tag]) => !dropped.includes(tag)) : [];
  if (left.length > 0) await services.settings.put(name, NAME, Object.fromEntries(left));
  else await services.settings.delete(name, NAME);
  return emptyReply(204);
};

/** The tags of a bucket, none for most. */
export async function bucketTags(settings: SettingsStore, bucket: string): Promise<Tags> {
  return (await settings.get(bucket, NAME)) ?? {};
}

/**
 * The tags that a listing asks for, as `tagging="a":"1","b":"2"`, the quotes may be missing, or as `tag-key` and `tag-value`;
 * one whose value is undefined may have any. Undefined for none. Throws `InvalidArgument`.
 */
export function readTagFilter(query: Query): Readonly<Record<string, string | undefined>> | undefined {
  const [name, value, text] = [query.text('tag-key'), query.text('tag-value'), query.text('tagging')];
  if (name !== undefined) return { [name]: value };
  if (value !== undefined) throw invalidArgument('tag-value', value);
  if (text === undefined) return undefined;
  const bare = /^([^":,{}]+):([^":,{}]*)$/.exec(text);
  if (bare) return { [bare[1] as string]: bare[2] as string };
  try {
    return JSON.parse(`{${text}}`) as Tags;
  } catch {
    throw invalidArgument('tagging', text.slice(0, 100));
  }
}
