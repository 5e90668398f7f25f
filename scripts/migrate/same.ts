/** Whether an object can be taken at all, and whether the target holds it already. */
import { unlessGone } from './again.ts';
import type { Entry } from './journal.ts';
import type { Listed, Rights, Source, Stored, Target } from './ports.ts';

/** The longest key that R2 and OSS take. */
const MAX_KEY_BYTES = 1024;
const MD5 = /^[0-9a-f]{32}$/i;

/** Why an object cannot be taken; undefined when it can. */
export function refusal(
  { key, size }: Listed,
  { largest, prefix }: Pick<Target, 'largest' | 'prefix'>,
): string | undefined {
  if (size > largest) return `${size} bytes are more than the target takes (${largest})`;
  if (Buffer.byteLength(prefix + key) > MAX_KEY_BYTES) return 'its key would be longer than 1024 bytes';
  if (key.startsWith('/')) return 'its key begins with a slash';
  if (key.split('/').some((segment) => segment === '.' || segment === '..')) {
    return 'its key has . or .. as a segment, which no URL keeps';
  }
  return undefined;
}

/** Whether its bytes can be read only after they were restored. */
export function isArchived({ storageClass }: Listed): boolean {
  return /Archive/.test(storageClass);
}

/** What an object at the target is compared with. */
export interface Comparison {
  readonly source: Pick<Source, 'crc64' | 'rights'>;
  readonly stored: Stored | undefined;
  /** What the journal knows. */
  readonly entry: Entry | undefined;
}

/**
 * What of the listed version the target is known to hold; `bytes` is all but who may read it and its tags, which tools of
 * others leave behind. What is not known counts as not there; `gone` is what the source has no longer.
 */
export async function heldOf(
  listed: Listed,
  comparison: Comparison,
): Promise<'everything' | 'bytes' | 'nothing' | 'gone'> {
  const { source, stored } = comparison;
  if (stored === undefined || !(await holdsBytes(listed, { ...comparison, stored }))) return 'nothing';
  const [theirs, ours] = await Promise.all([unlessGone(source.rights(listed)), stored.rights()]);
  if (theirs === undefined) return 'gone';
  const tagged = listed.kind !== 'Symlink';
  return rightsText(theirs, tagged) === rightsText(ours, tagged) ? 'everything' : 'bytes';
}

/** An object without an ACL has the bucket's, and one without tags may have an empty list of them. */
function rightsText({ acl = 'default', tags = {} }: Rights, tagged: boolean): string {
  return JSON.stringify([acl, ...(tagged ? Object.entries(tags).toSorted() : [])]);
}

/**
 * Whether the bytes are the same: by the ETag that the target gave when they were copied, or else by MD5, where both ETags
 * are one, or by CRC-64.
 */
async function holdsBytes(
  listed: Listed,
  { source, stored, entry }: Comparison & { readonly stored: Stored },
): Promise<boolean> {
  const copied = entry?.etag === listed.etag ? entry : undefined;
  if (listed.kind === 'Symlink')
    return copied !== undefined && (copied.stored ?? stored.etag) === stored.etag;
  if (stored.size !== listed.size) return false;
  if (copied?.stored !== undefined) return copied.stored === stored.etag;
  if (MD5.test(listed.etag) && MD5.test(stored.etag)) return sameHex(listed.etag, stored.etag);
  return stored.crc64 !== undefined && stored.crc64 === (await unlessGone(source.crc64(listed.key)));
}

function sameHex(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
