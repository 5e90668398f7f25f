/**
 * The versions of everything a chain's watermarks draw, in one word: they are part of the cache key, so that a
 * replaced mark or font is never served stale. What the caller may not see is refused here, before anything is made.
 */
import { isReadable } from '../../oss/request/access/acl.ts';
import { isClosed } from '../../oss/request/access/permissions.ts';
import { isProtected } from '../../oss/request/access/protection.ts';
import type { Bucket, ObjectHead, RenderJob, SettingsStore } from '../../oss/ports.ts';
import { readRules } from '../../oss/request/access/rules.ts';
import type { FontFinder } from '../storage/fonts.ts';
import { markNotFound } from '../wire/errors.ts';
import { referencesOf } from './mark-references.ts';

/** What the versions of marks are looked up with. */
export interface VersionsParts {
  readonly settings: SettingsStore;
  readonly fonts: FontFinder;
  /** Key prefixes that only signed requests reach. */
  readonly closed: readonly string[];
}

/** Empty for a chain that draws nothing of the bucket. Throws `WatermarkError` for a mark that cannot be had. */
export async function marksVersion(
  { bucket, chain, trusted }: Pick<RenderJob, 'bucket' | 'chain' | 'trusted'>,
  parts: VersionsParts,
): Promise<string> {
  const { pictures, fonts } = referencesOf(chain);
  const marks = await Promise.all(pictures.map((key) => readableMark(bucket, key, trusted, parts)));
  const own = await Promise.all(fonts.map((name) => parts.fonts.find(bucket, name)));
  return [...marks, ...own].map((head) => head?.etag ?? '-').join(',');
}

async function readableMark(
  bucket: Bucket,
  key: string,
  trusted: boolean,
  parts: VersionsParts,
): Promise<ObjectHead> {
  const head = await bucket.objects.head(key, { recent: true });
  if (!head || !(trusted || (await isPublic(bucket, head, parts)))) throw markNotFound();
  return head;
}

/** Whether anyone may see the mark as it is: the same rules as for a request of its own. */
async function isPublic(
  bucket: Bucket,
  head: ObjectHead,
  { settings, closed }: VersionsParts,
): Promise<boolean> {
  if (!isReadable(bucket.settings, head) || isClosed(head.key, closed)) return false;
  return !isProtected(await readRules(settings, bucket.settings), head.key, 'chain');
}
