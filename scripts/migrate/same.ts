/** Whether an object can be taken at all, and whether the target holds it already. */
import type { Entry } from './journal.ts';
import type { Listed, Source, Stored, Target } from './ports.ts';

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
  readonly source: Pick<Source, 'crc64'>;
  readonly stored: Stored | undefined;
  /** What the journal knows. */
  readonly entry: Entry | undefined;
}

/**
 * Whether the target is known to hold the listed version: by the ETag that it gave when the object was copied, or else by
 * MD5, where both ETags are one, or by CRC-64. What is not known counts as not there.
 */
export async function holds(listed: Listed, { source, stored, entry }: Comparison): Promise<boolean> {
  if (stored === undefined) return false;
  const copied = entry?.etag === listed.etag ? entry : undefined;
  if (listed.kind === 'Symlink')
    return copied !== undefined && (copied.stored ?? stored.etag) === stored.etag;
  if (stored.size !== listed.size) return false;
  if (copied?.stored !== undefined) return copied.stored === stored.etag;
  if (MD5.test(listed.etag) && MD5.test(stored.etag)) return sameHex(listed.etag, stored.etag);
  return stored.crc64 !== undefined && stored.crc64 === (await source.crc64(listed.key));
}

function sameHex(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
