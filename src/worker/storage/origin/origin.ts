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
    const answer = await ask({ method: 'GET', key, headers: rangeHeader(range) });
    if (answer === undefined) return undefined;
    try {
      const described = describe(key, kind, answer);
      const found = await complete(described);
      const bytes = described.isUnpacked ? await openPacked(access, ask, described, range) : answer;
      if ('link' in found || bytes !== answer) await answer.body?.cancel();
      if ('link' in found) return found;
      return { ...found, md5: described.md5, body: bodyOf(bytes, range) };
    } catch (error) {
      await answer.body?.cancel().catch(() => undefined);
      throw error;
    }
  }

  return {
    async head(key) {
      const answer = await ask({ method: 'HEAD', key });
      return answer && complete(describe(key, kind, answer));
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

/**
 * The runtime unpacks what says to be packed, and its length is then that of something else: asked with another name for
 * the coding it leaves the bytes alone. Only whoever signs may ask so.
 */
async function openPacked(
  { key: signs }: OriginAccess,
  ask: Ask,
  { head }: Described,
  range: ByteRange | undefined,
): Promise<Response> {
  const query = 'response-content-encoding=identity';
  const asked = { method: 'GET', key: head.key, query, headers: rangeHeader(range) } as const;
  const answer = signs && (await ask(asked));
  if (answer && etagOf(answer.headers) === head.etag) return answer;
  await answer?.body?.cancel();
  throw unexpected();
}

async function targetOf(ask: Ask, key: string): Promise<string> {
  const answer = await ask({ method: 'GET', key, query: 'symlink' });
  await answer?.body?.cancel();
  const target = answer?.headers.get('x-oss-symlink-target') ?? '';
  if (target === '')
    throw mirrorFailed('Mirroring failed, please check your mirror configuration', '0041-00000101');
  return decodePercent(target) ?? target;
}
