/** What an ACL opens to callers that did not sign. */
import type { BucketSettings, ObjectHead } from '../../ports.ts';

/** Whether anyone may read an object: its own ACL counts, then the bucket's. `head` is undefined where nothing is. */
export function isReadable(settings: BucketSettings, head: ObjectHead | undefined): boolean {
  const acl = effective(settings, head);
  return acl === 'public-read' || acl === 'public-read-write';
}

/** Whether anyone may write, replace or delete an object. */
export function isWritable(settings: BucketSettings, head: ObjectHead | undefined): boolean {
  return effective(settings, head) === 'public-read-write';
}

function effective({ acl }: BucketSettings, head: ObjectHead | undefined) {
  const own = head?.attributes.acl ?? 'default';
  return own === 'default' ? acl : own;
}
