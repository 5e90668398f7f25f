/** Which names buckets and objects may have (wire reference 1.4). */
import { invalidBucketName, invalidObjectName, objectNameTooLong } from '../../protocol/error/errors.ts';

const MAX_KEY_BYTES = 1023;

/** 3 to 63 of `a-z 0-9 -`, beginning and ending with a letter or digit. */
export function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name);
}

/** Whether there may ever have been a bucket of this name: the vendor's old ones have underscores, its clients ask for them. */
export function mayNameBucket(name: string): boolean {
  return isBucketName(name.replaceAll('_', '-'));
}

/** Throws `InvalidBucketName`. */
export function checkBucketName(name: string): void {
  if (!isBucketName(name)) throw invalidBucketName(name);
}

/**
 * 1 to 1023 bytes of UTF-8, not beginning with a slash or backslash. NUL is refused, and so are segments `.` and
 * `..`: URL parsers remove them, so such an object could be written and never reached. Throws `InvalidObjectName`.
 */
export function checkKey(key: string): void {
  if (new TextEncoder().encode(key).length > MAX_KEY_BYTES) throw objectNameTooLong();
  const dotted = key.split('/').some((segment) => segment === '.' || segment === '..');
  if (key === '' || /^[/\\]/.test(key) || key.includes('\0') || dotted || /\p{Surrogate}/u.test(key)) {
    throw invalidObjectName(key);
  }
}
