/** Whether a caller may do something, signed or not. Nothing else of the face decides that. */
import type { Call, ServiceCall } from '../call.ts';
import { bucketDenied, objectDenied } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import type { AccessKey, Bucket, ObjectHead, Permission } from '../../ports.ts';
import { isReadable, isWritable } from './acl.ts';

/** Whether a key may do something in a bucket. */
export function allows(key: AccessKey, needs: Permission, bucket: string): boolean {
  return key.permissions.includes(needs) && (key.buckets?.includes(bucket) ?? true);
}

/** Whether a key lies below a prefix that only signed requests reach. */
export function isClosed(key: string, closed: readonly string[]): boolean {
  return closed.some((prefix) => key.startsWith(prefix));
}

/**
 * Throws `AccessDenied` unless the caller may read or write the object. `head` is what is stored there, undefined for
 * nothing; the answer is the same for both in a private bucket, so that it tells nothing.
 */
export function checkObjectAccess(
  { caller, services }: ServiceCall,
  needs: Permission,
  { settings }: Bucket,
  key: string,
  head: ObjectHead | undefined,
): void {
  if (caller) {
    if (!allows(caller, needs, settings.name)) throw new OssError('AccessDenied');
    return;
  }
  const open =
    needs === 'read' ? isReadable(settings, head) : needs === 'write' && isWritable(settings, head);
  if (!open || isClosed(key, services.closed)) throw objectDenied();
}

/** Throws `AccessDenied` unless the caller may do this to the bucket or object of the call. */
export async function authorise(call: Call, needs: Permission): Promise<void> {
  const { caller, bucket, key } = call;
  if (caller === undefined && key === '') throw bucketDenied();
  // A key's permissions are the same for all objects; only an ACL has to be looked up.
  const head = caller === undefined ? await bucket.objects.head(key) : undefined;
  checkObjectAccess(call, needs, bucket, key, head);
}
