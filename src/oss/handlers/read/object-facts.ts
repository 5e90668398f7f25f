/** Small reads about one object: `?objectMeta` and `?acl`. */
import { checkObjectAccess } from '../../request/access/permissions.ts';
import { checkProtection } from '../../request/access/protection.ts';
import { aclXml } from '../bucket/acl-xml.ts';
import type { Call } from '../../request/call.ts';
import { noSuchKey, objectDenied } from '../../protocol/error/errors.ts';
import { isUnchanged } from '../../protocol/http/conditional.ts';
import { emptyReply, xmlReply, type Reply } from '../../protocol/http/reply.ts';
import type { ObjectHead } from '../../ports.ts';
import { withSum } from '../objects/sums.ts';
import { unchangedHeaders, validators } from './object-headers.ts';

/** Length, ETag and date, and nothing else. */
export async function getObjectMeta(call: Call): Promise<Reply> {
  const { bucket, key } = call;
  const head = await bucket.objects.head(key);
  checkObjectAccess(call, 'read', bucket, key, head);
  await checkProtection(call, bucket, key, 'original');
  const found = present(head, key);
  if (isUnchanged(call.headers, found)) return emptyReply(304, unchangedHeaders(found, call));
  const { attributes } = await withSum(bucket, found);
  return emptyReply(200, {
    ...validators(found),
    'Content-Length': `${found.size}`,
    'x-oss-hash-crc64ecma': attributes.crc64,
  });
}

/** Only for callers that sign: what others may do they find out by doing it. */
export async function getObjectAcl(call: Call): Promise<Reply> {
  const { bucket, key } = call;
  if (call.caller === undefined) throw objectDenied();
  checkObjectAccess(call, 'read', bucket, key, undefined);
  const { attributes } = present(await bucket.objects.head(key), key);
  return xmlReply(aclXml(attributes.acl ?? 'default'));
}

function present(head: ObjectHead | undefined, key: string): ObjectHead {
  if (head === undefined) throw noSuchKey(key);
  return head;
}
