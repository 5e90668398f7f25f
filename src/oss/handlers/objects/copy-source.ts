/** The object that a copy reads: `x-oss-copy-source` (wire reference 2.8). */
import { inForce } from '../../request/access/in-force.ts';
import { checkObjectAccess } from '../../request/access/permissions.ts';
import { checkProtection } from '../../request/access/protection.ts';
import type { Call } from '../../request/call.ts';
import { invalidArgument, noSuchBucket, noSuchKey } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { isUnchanged } from '../../protocol/http/conditional.ts';
import type { Bucket, ObjectHead } from '../../ports.ts';
import { decodePercent } from '../../protocol/text/percent.ts';

/** An object that may be copied. */
export interface CopySource {
  readonly bucket: Bucket;
  readonly head: ObjectHead;
}

const HEADER = 'x-oss-copy-source';

/**
 * Looks the source up for a caller that may read it and whose conditions hold. Throws `InvalidArgument`,
 * `AccessDenied`, `NoSuchBucket`, `NoSuchKey` or `PreconditionFailed`.
 */
export async function findCopySource(call: Call): Promise<CopySource> {
  const { headers, services, caller } = call;
  const { name, key } = readName(headers.get(HEADER) ?? '');
  const configured = await services.buckets.find(name);
  if (configured === undefined)
    throw caller?.buckets === undefined ? noSuchBucket(name) : new OssError('AccessDenied');
  const bucket = await inForce(services.settings, configured);
  const head = await bucket.objects.head(key);
  checkObjectAccess(call, 'read', bucket, key, head);
  await checkProtection(call, bucket, key, 'original');
  if (head === undefined) throw noSuchKey(key);
  if (isUnchanged(headers, head, `${HEADER}-`)) throw new OssError('NotModified');
  return { bucket, head };
}

/** `/bucket/key`; the slash between the two may be escaped, and objects have no versions here. */
function readName(written: string): { name: string; key: string } {
  const decoded = decodePercent(written.replace(/\?versionId=.*$/s, '').replace(/^\/|^%2F/i, ''));
  const slash = decoded?.indexOf('/') ?? -1;
  if (decoded === undefined || slash < 1 || slash === decoded.length - 1) {
    throw invalidArgument(HEADER, written.slice(0, 1100));
  }
  return { name: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
}
