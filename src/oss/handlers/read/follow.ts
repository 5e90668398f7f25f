/** Reads through symbolic links. */
import { checkObjectAccess } from '../../request/access/permissions.ts';
import { checkProtection, type Use } from '../../request/access/protection.ts';
import type { Call } from '../../request/call.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import type { ObjectHead } from '../../ports.ts';

/**
 * What a read is about: the object itself, or what a link stands for, which the caller must be allowed to read as well.
 * Throws `SymlinkTargetNotExist`, and `InvalidTargetType` for a link to a link.
 */
export async function follow<Head extends ObjectHead>(
  call: Call,
  head: Head,
  use: Use,
): Promise<Head | ObjectHead> {
  const { symlink } = head.attributes;
  if (symlink === undefined) return head;
  const { bucket } = call;
  const target = await bucket.objects.head(symlink);
  checkObjectAccess(call, 'read', bucket, symlink, target);
  await checkProtection(call, bucket, symlink, use);
  if (target === undefined) throw new OssError('SymlinkTargetNotExist');
  if (target.attributes.symlink !== undefined) throw new OssError('InvalidTargetType');
  return target;
}
