/**
 * What of the bucket a chain's watermarks draw. Its versions are part of the cache key, so that a replaced mark or font is
 * never served stale. What the caller may not see is refused here, before anything is made.
 */
import { isReadable } from '../../oss/request/access/acl.ts';
import { isClosed } from '../../oss/request/access/permissions.ts';
import { isProtected } from '../../oss/request/access/protection.ts';
import type { Bucket, Drawn, ObjectHead, RenderJob, SettingsStore } from '../../oss/ports.ts';
import { readRules } from '../../oss/request/access/rules.ts';
import type { FontFinder } from '../storage/fonts.ts';
import { markNotFound } from '../wire/errors.ts';
import { referencesOf, writeVersions } from '../wire/mark-references.ts';

/** What marks are looked up with. */
export interface DrawnParts {
  readonly settings: SettingsStore;
  readonly fonts: FontFinder;
  /** Key prefixes that only signed requests reach. */
  readonly closed: readonly string[];
}

/** How up to date an answer has to be: `recent` is true within the freshness window. */
export interface Look {
  readonly recent: boolean;
}

/** Marks that are looked up at once: a Worker has so many calls open. */
const AT_ONCE = 6;

/** Throws `WatermarkError` for a mark that cannot be had. A chain that draws nothing of the bucket has an empty version. */
export async function findDrawn(
  { bucket, chain, trusted }: Pick<RenderJob, 'bucket' | 'chain' | 'trusted'>,
  parts: DrawnParts,
  look: Look = { recent: true },
): Promise<Drawn> {
  const { pictures, fonts } = referencesOf(chain);
  const own = await parts.fonts.findAll(bucket, fonts, look);
  const marks: ObjectHead[] = [];
  // A few at a time, so that a chain of marks that are not there is refused after a few.
  for (let at = 0; at < pictures.length; at += AT_ONCE) {
    const few = pictures.slice(at, at + AT_ONCE);
    marks.push(...(await Promise.all(few.map((key) => findMark(bucket, key, trusted, parts, look)))));
  }
  const heads = [...marks, ...own];
  return { version: writeVersions(heads.map((head) => head?.etag)), modified: newest(heads) };
}

/** Throws `WatermarkError` for one that is not there, or that the caller may not see. */
async function findMark(
  bucket: Bucket,
  key: string,
  trusted: boolean,
  parts: DrawnParts,
  look: Look,
): Promise<ObjectHead> {
  const head = await bucket.objects.head(key, look);
  if (!head || !(trusted || (await isPublic(bucket, head, parts)))) throw markNotFound();
  return head;
}

function newest(heads: readonly (ObjectHead | undefined)[]): Date | undefined {
  const dates = heads.flatMap((head) => (head ? [head.modified] : []));
  return dates.toSorted((one, other) => one.getTime() - other.getTime()).at(-1);
}

/** Whether anyone may see the mark as it is: the same rules as for a request of its own. */
async function isPublic(
  bucket: Bucket,
  head: ObjectHead,
  { settings, closed }: DrawnParts,
): Promise<boolean> {
  if (!isReadable(bucket.settings, head) || isClosed(head.key, closed)) return false;
  return !isProtected(await readRules(settings, bucket.settings), head.key, 'chain');
}
