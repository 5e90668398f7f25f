/** The objects of an origin. */
import type { BucketAcl, ByteRange, ObjectHead } from '../../../oss/ports.ts';
import type { OssError } from '../../../oss/protocol/error/oss-error.ts';
import { decodePercent } from '../../../oss/protocol/text/percent.ts';
import { createAcls } from './acl.ts';
import { type Ask, createAsk, mirrorFailed, type Send } from './ask.ts';
import { type Described, describe, etagOf } from './described.ts';
import { part } from './relay.ts';
import type { OriginAccess } from './request.ts';

/** An object, or a link to one in the same bucket. */
export type Found = { readonly head: ObjectHead } | { readonly link: ObjectHead };

/** The same with its bytes, or the asked range of them. */
export type Opened =
  | {
      readonly head: ObjectHead;
      readonly body: ReadableStream<Uint8Array>;
      /** Of all its bytes, where the origin tells it. */
      readonly md5: string | undefined;
    }
  | { readonly link: ObjectHead };

/** Undefined for what is not there. Throws `ServiceUnavailable` and `MirrorFailed`. */
export interface Origin {
  head(key: string): Promise<Found | undefined>;
  get(key: string, range?: ByteRange): Promise<Opened | undefined>;
}

/** An origin that is asked over `send`, for a bucket with this ACL. */
export function createOrigin(access: OriginAccess, send: Send, bucketAcl: BucketAcl): Origin {
  const ask = createAsk(access, send);
  const acls = createAcls(access, ask, bucketAcl);
  const { kind } = access;

  /** With its ACL, or as the link that it is. */
  async function complete({ head, isLink }: Described): Promise<Found> {
    const { key, attributes } = head;
    const acl = await acls(key);
    if (!isLink) return { head: { ...head, attributes: { ...attributes, acl } } };
    const symlink = await targetOf(ask, key);
    const { headers, meta, storageClass } = attributes;
    return { link: { ...head, attributes: { headers, meta, storageClass, acl, symlink, kind: 'Symlink' } } };
  }

  async function open(key: string, range: ByteRange | undefined): Promise<Opened | undefined> {
    const plain = await ask({ method: 'GET', key, headers: rangeHeader(range) });
    const answer = plain && (await asStored(access, ask, { key, plain, range }));
    if (answer === undefined) return undefined;
    const { bytes, about } = answer;
    try {
      const described = describe(key, kind, about);
      const found = await complete(described);
      if ('head' in found) return { ...found, md5: described.md5, body: bodyOf(bytes, range) };
      await bytes.body?.cancel();
      return found;
    } catch (error) {
      await bytes.body?.cancel().catch(() => undefined);
      throw error;
    }
  }

  return {
    async head(key) {
      const answer = await ask({ method: 'HEAD', key });
      if (answer === undefined) return undefined;
      const about = answer.headers.has('content-length') ? answer : await askPacked(ask, key);
      return about && complete(describe(key, kind, about));
    },
    get: open,
  };
}

function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  return range ? { range: `bytes=${range.offset}-${range.offset + range.length - 1}` } : {};
}

/** An origin that knows no ranges sends all of it. */
function bodyOf(
  { body, status, headers }: Response,
  range: ByteRange | undefined,
): ReadableStream<Uint8Array> {
  const bytes = body ?? (new Blob([]).stream() as ReadableStream<Uint8Array>);
  if (!range) return bytes;
  if (status !== 206) return part(bytes, range);
  const given = headers.get('content-range') ?? '';
  if (!given.startsWith(`bytes ${range.offset}-${range.offset + range.length - 1}/`)) throw unexpected();
  return bytes;
}

/** An answer, but not to what was asked. */
function unexpected(): OssError {
  return mirrorFailed('Bytes read is not equal to expected', '0041-00000104');
}

/** Asks for the answer not to say how the object is packed. */
const UNNAMED = 'response-content-encoding=identity';

interface Answer {
  readonly bytes: Response;
  /** What describes the object: mostly the same. */
  readonly about: Response;
}

/**
 * What is stored packed is unpacked on the way, by proxies for those who say that they take nothing packed, and by the runtime
 * itself; its length is then that of something else. Under another name for the coding it is left alone, for which only whoever
 * signs may ask.
 */
async function asStored(
  { key: signs }: OriginAccess,
  ask: Ask,
  {
    key,
    plain,
    range,
  }: { readonly key: string; readonly plain: Response; readonly range: ByteRange | undefined },
): Promise<Answer> {
  if (isAsStored(plain)) return { bytes: plain, about: plain };
  await plain.body?.cancel();
  const about = signs && (await askPacked(ask, key));
  const bytes = about && (await ask({ method: 'GET', key, query: UNNAMED, headers: rangeHeader(range) }));
  if (about && bytes && etagOf(bytes.headers) === etagOf(about.headers)) return { bytes, about };
  await bytes?.body?.cancel();
  throw unexpected();
}

/** Whether a body has the length that it is said to have. */
function isAsStored({ headers }: Response): boolean {
  return headers.has('content-length') && !/^(gzip|deflate|br)$/i.test(headers.get('content-encoding') ?? '');
}

/** Headers as they are for those who take what is packed. */
function askPacked(ask: Ask, key: string): Promise<Response | undefined> {
  return ask({ method: 'HEAD', key, headers: { 'accept-encoding': 'gzip, deflate, br' } });
}

async function targetOf(ask: Ask, key: string): Promise<string> {
  const answer = await ask({ method: 'GET', key, query: 'symlink' });
  await answer?.body?.cancel();
  const target = answer?.headers.get('x-oss-symlink-target') ?? '';
  if (target === '')
    throw mirrorFailed('Mirroring failed, please check your mirror configuration', '0041-00000101');
  return decodePercent(target) ?? target;
}
