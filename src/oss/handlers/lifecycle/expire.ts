/** Does what lifecycle rules say, a part of a bucket at a time: the next time goes on where this one has ended. */
import type { Bucket, ObjectHead, ObjectStore } from '../../ports.ts';
import type { Services } from '../../request/call.ts';
import { dropUpload, findUploads, getJson, putJson } from '../multipart/staging.ts';
import { startOf } from '../multipart/upload-id.ts';
import { hasReached } from './age.ts';
import { currentRules } from './configuration.ts';
import { isAbout, isAboutUpload, type LifecycleRule } from './rules.ts';

/** Where a pass through a bucket has come to. */
interface Position {
  readonly prefix: string;
  /** The last key that was looked at. */
  readonly after: string;
}

const PAGE = 1000;
/** Pages that one time looks at: each costs two calls of the store at most. */
const MOST_PAGES = 500;
/** Uploads that one time drops. */
const MOST_UPLOADS = 500;
/** Among what is put aside for uploads; no upload has such a name. */
const POSITION = 'lifecycle/position';

/**
 * Removes what has reached its age, and tells how many objects and uploads that were. `now` in milliseconds since 1970.
 * Rejects where the rules of this moment are not to be had.
 * An object that is replaced in the very moment between its listing and its deletion goes as well: the store knows no
 * deletion of one version.
 */
export async function expire(
  bucket: Bucket,
  { settings, changes }: Pick<Services, 'settings' | 'changes'>,
  now: number,
): Promise<number> {
  const rules = await currentRules(settings, bucket.settings.name);
  if (rules.length === 0) return 0;
  const removed = async (keys: readonly string[]) => {
    await bucket.objects.delete(keys);
    changes.changed(bucket.settings.name, keys);
  };
  return (
    (await expireObjects(bucket, rules, now, removed)) + (await expireUploads(bucket.staging, rules, now))
  );
}

async function expireObjects(
  { objects, staging }: Bucket,
  rules: readonly LifecycleRule[],
  now: number,
  remove: (keys: readonly string[]) => Promise<void>,
): Promise<number> {
  const isOver = (head: ObjectHead) =>
    rules.some(
      (rule) =>
        rule.expiration && isAbout(rule, head) && hasReached(rule.expiration, Number(head.modified), now),
    );
  let [expired, pages] = [0, MOST_PAGES];
  for await (const { page, at } of pagesOf(
    objects,
    prefixesOf(rules),
    await getJson<Position>(staging, POSITION),
  )) {
    const keys = page.filter(isOver).map(({ key }) => key);
    if (keys.length > 0) await remove(keys);
    expired += keys.length;
    if (--pages > 0) continue;
    await putJson(staging, POSITION, at);
    return expired;
  }
  await staging.delete([POSITION]);
  return expired;
}

/** Prefixes of which none begins with another, in a steady order. */
function prefixesOf(rules: readonly LifecycleRule[]): string[] {
  const all = rules.filter(({ expiration }) => expiration).map(({ prefix }) => prefix);
  return [...new Set(all)]
    .filter((prefix) => !all.some((other) => other !== prefix && prefix.startsWith(other)))
    .toSorted();
}

/** Everything below the prefixes, from a position on. One below a prefix that is gone is the beginning. */
async function* pagesOf(
  objects: ObjectStore,
  prefixes: readonly string[],
  from: Position | undefined,
): AsyncGenerator<{ readonly page: readonly ObjectHead[]; readonly at: Position }> {
  const begun = from ? prefixes.indexOf(from.prefix) : -1;
  for (const [index, prefix] of prefixes.slice(Math.max(0, begun)).entries()) {
    let after = begun >= 0 && index === 0 ? from?.after : undefined;
    for (let more = true; more;) {
      const { objects: page, cursor } = await objects.list({ prefix, startAfter: after, limit: PAGE });
      after = page.at(-1)?.key ?? after ?? prefix;
      more = cursor !== undefined;
      yield { page, at: { prefix, after } };
    }
  }
}

async function expireUploads(
  staging: ObjectStore,
  rules: readonly LifecycleRule[],
  now: number,
): Promise<number> {
  if (!rules.some(({ abort }) => abort)) return 0;
  const over = (await findUploads(staging, now)).filter(({ key, uploadId }) =>
    rules.some(
      (rule) => rule.abort && isAboutUpload(rule, key) && hasReached(rule.abort, startOf(uploadId), now),
    ),
  );
  for (const { uploadId } of over.slice(0, MOST_UPLOADS)) await dropUpload(staging, uploadId);
  return Math.min(over.length, MOST_UPLOADS);
}
