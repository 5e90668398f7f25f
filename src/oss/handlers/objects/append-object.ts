/** AppendObject adds the body to the end of an object, which begins when there is none; SealAppendObject ends that. */
import { checkingDigest, meter } from '../../protocol/digest/meter.ts';
import { invalidArgument, missingArgument, noSuchKey } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { toHttpDate } from '../../protocol/http/dates.ts';
import type { HeaderRecord } from '../../protocol/http/reply.ts';
import { emptyReply } from '../../protocol/http/reply.ts';
import { readUpload } from '../../protocol/http/upload.ts';
import { type AppendSource, type NotAppended, shownEtag } from '../../ports.ts';
import type { Call, Handler } from '../../request/call.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { ENCRYPTION, newAttributes, readAcl, SEALED } from './attributes.ts';
import { begin, SMALL_BYTES } from './begin.ts';
import { rewriteAttribute } from './copy-object.ts';

/**
 * Throws `PositionNotEqualToLength` with the position that would do, `ObjectNotAppendable` for an object that was put
 * otherwise, and what any upload does.
 */
export const appendObject: Handler = async (call) => {
  const { bucket, key, services, headers } = call;
  const position = readPosition(call);
  const acl = readAcl(headers);
  // Of what is added to an object the ACL alone says something about it.
  const attributes = await newAttributes(position === 0 ? call : { ...call, headers: new Headers() });
  const options = { position, attributes };
  const appended = await checkingDigest(headers, async () =>
    bucket.appends.append(key, await readSource(call), options),
  );
  if ('head' in appended) {
    services.changes.changed(bucket.settings.name, [key]);
    const { size, attributes } = appended.head;
    if (acl !== undefined && acl !== attributes.acl) await rewriteAttribute(call, 'acl', acl);
    return emptyReply(200, {
      ETag: quoteEtag(shownEtag(appended.head)),
      ...nextHeaders(size, attributes.crc64),
      [ENCRYPTION]: attributes.encryption,
    });
  }
  throw refusal(appended);
};

/**
 * SealAppendObject: nothing is added to the object any more. Throws `NoSuchKey`, `ObjectNotAppendable`, and
 * `PositionNotEqualToLength` where it is not as long as the caller thinks.
 */
export const sealAppendObject: Handler = async (call) => {
  const { bucket, key, services } = call;
  const sealed = await bucket.appends.seal(key, readPosition(call));
  if ('sealed' in sealed) {
    services.changes.changed(bucket.settings.name, [key]);
    return emptyReply(200, { [SEALED]: toHttpDate(sealed.sealed) });
  }
  if (sealed.refused === 'missing') throw noSuchKey(key);
  throw refusal(sealed);
};

const REFUSALS = {
  kind: 'ObjectNotAppendable',
  sealed: 'AppendSealedObjectNotAllowed',
  position: 'PositionNotEqualToLength',
} as const;

function refusal(refused: NotAppended): OssError {
  const headers = 'length' in refused && nextHeaders(refused.length, refused.crc64);
  return new OssError(REFUSALS[refused.refused], headers ? { headers } : {});
}

function nextHeaders(length: number, crc64 = '0') {
  return { 'x-oss-next-append-position': `${length}`, 'x-oss-hash-crc64ecma': crc64 } satisfies HeaderRecord;
}

function readPosition({ query }: Call): number {
  const text = query.text('position');
  if (text === undefined) throw missingArgument('position');
  if (!/^\d{1,15}$/.test(text)) throw invalidArgument('position', text.slice(0, 100));
  return Number(text);
}

async function readSource({ request }: Call): Promise<AppendSource> {
  const { stream, length, md5 } = readUpload(request);
  const isStreamed = length !== undefined && length > SMALL_BYTES;
  const metered = meter(stream, { length, md5: isStreamed ? undefined : md5 });
  const crc64 = () => metered.crc64;
  if (isStreamed) return { body: { stream: metered.stream, length }, crc64, md5 };
  const begun = await begin(metered.stream, SMALL_BYTES);
  const body = begun.bytes ?? { stream: begun.stream, length: undefined };
  return { body, crc64 };
}
