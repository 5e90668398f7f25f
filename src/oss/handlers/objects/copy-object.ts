/** CopyObject and PutObjectACL: both write an object anew from what is stored (wire reference 2.8). */
import type { Call, Handler } from '../../request/call.ts';
import {
  invalidArgument,
  missingArgument,
  noSuchKey,
  preconditionFailed,
} from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { type ObjectAttributes, type ObjectHead, shownEtag } from '../../ports.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import { forbidsOverwrite, readAcl, readAttributes } from './attributes.ts';
import { type CopySource, findCopySource } from './copy-source.ts';

const DIRECTIVE = 'x-oss-metadata-directive';

/** Copies an object within a bucket or from another one. A copy of an object onto itself changes its metadata. */
export const copyObject: Handler = async (call) => {
  const source = await findCopySource(call);
  const attributes = copiedAttributes(call, source);
  const head = await rewrite(call, source, attributes, forbidsOverwrite(call.headers));
  const result = { LastModified: toIsoDate(head.modified), ETag: quoteEtag(shownEtag(head)) };
  return xmlReply(writeXml('CopyObjectResult', result), 200, {
    ETag: result.ETag,
    'x-oss-hash-crc64ecma': head.attributes.crc64,
  });
};

/** Changes the ACL of an object and nothing else. Throws `NoSuchKey`. */
export const putObjectAcl: Handler = async (call) => {
  const acl = readAcl(call.headers);
  if (acl === undefined) throw missingArgument('x-oss-object-acl');
  await rewriteAttributes(call, (attributes) => ({ ...attributes, acl }));
  return emptyReply();
};

/** Changes what is stored with an object besides its bytes. Throws `NoSuchKey`. */
export async function rewriteAttributes(
  call: Call,
  change: (attributes: ObjectAttributes) => ObjectAttributes,
): Promise<void> {
  const { bucket, key } = call;
  const head = await bucket.objects.head(key);
  if (head === undefined) throw noSuchKey(key);
  await rewrite(call, { bucket, head }, change(head.attributes));
}

/**
 * `COPY`, the default, keeps the source's; `REPLACE` takes the request's. A copy has an ACL of its own, but an object
 * that is copied onto itself keeps the one it has: a private object must not become public by it.
 */
function copiedAttributes({ headers, bucket, key }: Call, source: CopySource): ObjectAttributes {
  const { attributes } = source.head;
  const isItself = source.bucket.settings.name === bucket.settings.name && source.head.key === key;
  const acl = readAcl(headers) ?? (isItself ? attributes.acl : undefined);
  const directive = headers.get(DIRECTIVE) ?? (isItself && saysAnything(headers) ? 'REPLACE' : 'COPY');
  const { kind, crc64, etag } = attributes;
  const asked = readAttributes(headers);
  const replacesTags = headers.get('x-oss-tagging-directive')?.toUpperCase() === 'REPLACE';
  const tags = replacesTags ? asked.tags : attributes.tags;
  const storageClass = asked.storageClass ?? (isItself ? attributes.storageClass : undefined);
  switch (directive.toUpperCase()) {
    case 'COPY':
      return { ...attributes, acl, tags, storageClass };
    case 'REPLACE':
      return { ...asked, acl, tags, storageClass, kind, crc64, etag };
    default:
      throw invalidArgument(DIRECTIVE, directive);
  }
}

/** Copying an object onto itself is how its headers are changed: the vendor then needs no directive. */
function saysAnything(headers: Headers): boolean {
  const { headers: content, meta } = readAttributes(headers);
  return [...Object.values(content), ...Object.values(meta)].some((value) => value !== undefined);
}

async function rewrite(
  { bucket, key, services }: Call,
  from: CopySource,
  attributes: ObjectAttributes,
  ifAbsent = false,
): Promise<ObjectHead> {
  const stored = await from.bucket.objects.get(from.head.key, { etag: from.head.etag });
  // Replaced or deleted since it was looked up.
  if (stored === undefined) throw preconditionFailed('If-Match');
  const source = { stream: stored.body, length: stored.size };
  const head = await bucket.objects.put(key, source, { attributes, ifAbsent });
  if (head === undefined) {
    // A store that looks before it reads leaves the body to us; one that has read it holds it.
    await stored.body.cancel().catch(() => undefined);
    throw new OssError('FileAlreadyExists');
  }
  services.changes.changed(bucket.settings.name, [key]);
  return head;
}
