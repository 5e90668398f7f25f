/** CopyObject and PutObjectACL: both write an object anew from what is stored (wire reference 2.8). */
import type { Call, Handler } from '../../request/call.ts';
import { invalidArgument, missingArgument, noSuchKey } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { type Bucket, type ObjectAttributes, type ObjectHead, type Piece, shownEtag } from '../../ports.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import {
  CLIENT_ENCRYPTION,
  ENCRYPTION,
  forbidsOverwrite,
  newAttributes,
  readAcl,
  readAttributes,
} from './attributes.ts';
import { type CopySource, findCopySource } from './copy-source.ts';
import { withSum } from './sums.ts';

const DIRECTIVE = 'x-oss-metadata-directive';
/** Writers of one object that meet again and again are told to come back after so many tries. */
const ATTEMPTS = 7;
/** Milliseconds that one waits at random after the first try, doubled with each. */
const FIRST_PAUSE = 10;

/** Copies an object within a bucket or from another one. A copy of an object onto itself changes its metadata. */
export const copyObject: Handler = async (call) => {
  const head = await untilUndisturbed(async () => {
    const { bucket, head } = await findCopySource(call);
    const source = { bucket, head: await withSum(bucket, head) };
    const attributes = copiedAttributes(call, source, await newAttributes(call));
    return rewrite(call, source, attributes, forbidsOverwrite(call.headers));
  });
  const result = { LastModified: toIsoDate(head.modified), ETag: quoteEtag(shownEtag(head)) };
  return xmlReply(writeXml('CopyObjectResult', result), 200, {
    ETag: result.ETag,
    'x-oss-hash-crc64ecma': head.attributes.crc64,
    [ENCRYPTION]: head.attributes.encryption,
  });
};

/** Changes the ACL of an object and nothing else. Throws `NoSuchKey`. */
export const putObjectAcl: Handler = async (call) => {
  const acl = readAcl(call.headers);
  if (acl === undefined) throw missingArgument('x-oss-object-acl');
  await rewriteAttribute(call, 'acl', acl);
  return emptyReply();
};

/**
 * Changes one thing that is stored with an object besides its bytes; of several callers at once the last one wins. Throws
 * `NoSuchKey`.
 */
export async function rewriteAttribute<Name extends 'acl' | 'tags'>(
  call: Call,
  name: Name,
  value: ObjectAttributes[Name],
): Promise<void> {
  const { bucket, key } = call;
  let first: ObjectHead | undefined;
  await untilUndisturbed(async () => {
    const head = await bucket.objects.head(key);
    if (head === undefined) throw noSuchKey(key);
    // Somebody else has written it since this call came: what this one wrote would have been there before that.
    if (first !== undefined && !isSame(first.attributes[name], head.attributes[name])) return;
    first ??= head;
    await rewrite(call, { bucket, head }, { ...head.attributes, [name]: value });
  });
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What is copied was replaced meanwhile, or what is written anew. */
class Disturbed extends Error {
  override readonly name = 'Disturbed';
}

/** Copies the newest version; conditions of the caller are looked at each time. Throws `ServiceUnavailable` in the end. */
async function untilUndisturbed<T>(copy: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await copy();
    } catch (error) {
      if (!(error instanceof Disturbed)) throw error;
      if (attempt === ATTEMPTS) throw new OssError('ServiceUnavailable');
    }
    await new Promise((resolve) => void setTimeout(resolve, Math.random() * FIRST_PAUSE * 2 ** attempt));
  }
}

/**
 * `COPY`, the default, keeps the source's; `REPLACE` takes the request's. A copy has an ACL of its own, but an object
 * that is copied onto itself keeps the one it has: a private object must not become public by it.
 */
function copiedAttributes(
  { headers, bucket, key }: Call,
  source: CopySource,
  asked: ObjectAttributes,
): ObjectAttributes {
  const attributes = grownUp(source.head.attributes);
  const isItself = isSamePlace(source, bucket, key);
  const acl = readAcl(headers) ?? (isItself ? attributes.acl : undefined);
  const directive = headers.get(DIRECTIVE) ?? (isItself && saysAnything(headers) ? 'REPLACE' : 'COPY');
  const { kind, crc64, etag, upload } = attributes;
  const replacesTags = headers.get('x-oss-tagging-directive')?.toUpperCase() === 'REPLACE';
  const tags = replacesTags ? asked.tags : attributes.tags;
  const storageClass = asked.storageClass ?? (isItself ? attributes.storageClass : undefined);
  switch (directive.toUpperCase()) {
    case 'COPY':
      return { ...attributes, acl, tags, storageClass, encryption: asked.encryption };
    case 'REPLACE':
      return { ...replaced(attributes, asked), acl, tags, storageClass, kind, crc64, etag, upload };
    default:
      throw invalidArgument(DIRECTIVE, directive);
  }
}

/**
 * What the request says in the place of what the source had. Its type stays where none is given, and what its owner needs to
 * decipher the bytes: they are the same.
 */
function replaced(from: ObjectAttributes, asked: ObjectAttributes): ObjectAttributes {
  const ciphers = Object.entries(from.meta).filter(([name]) => name.startsWith(CLIENT_ENCRYPTION));
  const contentType = asked.headers.contentType ?? from.headers.contentType;
  return {
    ...asked,
    headers: { ...asked.headers, contentType },
    meta: { ...Object.fromEntries(ciphers), ...asked.meta },
  };
}

/** A copy is written at once and does not grow. */
function grownUp(attributes: ObjectAttributes): ObjectAttributes {
  return attributes.kind === 'Appendable'
    ? { ...attributes, kind: 'Normal', etag: undefined, sealed: undefined }
    : attributes;
}

/** Copying an object onto itself is how its headers are changed: the vendor then needs no directive. */
function saysAnything(headers: Headers): boolean {
  const { headers: content, meta } = readAttributes(headers);
  return [...Object.values(content), ...Object.values(meta)].some((value) => value !== undefined);
}

/** A rewrite of an object in its own place must not undo what somebody else wrote there meanwhile. */
async function rewrite(
  { bucket, key, services }: Call,
  from: CopySource,
  attributes: ObjectAttributes,
  ifAbsent = false,
): Promise<ObjectHead> {
  const { head: source } = from;
  const isItself = isSamePlace(from, bucket, key);
  const unchanged = isItself ? { ifMatch: source.etag, ifWritten: source.modified } : {};
  const conditions = ifAbsent ? { ifAbsent } : unchanged;
  const head = await bucket.objects.put(key, { pieces: [pieceOf(from)] }, { attributes, ...conditions });
  if (head === undefined) {
    throw ifAbsent ? new OssError('FileAlreadyExists') : new Disturbed();
  }
  services.changes.changed(bucket.settings.name, [key]);
  return head;
}

function isSamePlace({ bucket, head }: CopySource, target: Bucket, key: string): boolean {
  return bucket.settings.name === target.settings.name && head.key === key;
}

function pieceOf({ bucket, head: { key, etag, size } }: CopySource): Piece {
  return {
    size,
    async open(range) {
      const stored = await bucket.objects.get(key, { etag, range });
      if (stored === undefined) throw new Disturbed();
      return stored.body;
    },
  };
}
