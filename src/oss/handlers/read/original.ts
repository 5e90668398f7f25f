/** Sends an object as it is stored, or a range of it. */
import type { Call } from '../../request/call.ts';
import { noSuchKey } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { names } from '../../protocol/http/conditional.ts';
import { contentRange, readRange } from '../../protocol/http/range.ts';
import { toHttpDate } from '../../protocol/http/dates.ts';
import type { Reply } from '../../protocol/http/reply.ts';
import type { ByteRange, ObjectBody, ObjectHead } from '../../ports.ts';
import { withSum } from '../objects/sums.ts';
import { originalHeaders, partHeaders } from './object-headers.ts';
import { responseOverrides } from './overrides.ts';

/** The body streams from the store, where it may be open already; HEAD reads none. */
export async function sendOriginal(call: Call, head: ObjectHead | ObjectBody): Promise<Reply> {
  const overrides = responseOverrides(call);
  const { objects } = call.bucket;
  if (call.method === 'HEAD') {
    const told = await summed(call, head);
    return { status: 200, headers: { ...originalHeaders(told, call), ...overrides }, body: undefined };
  }
  const range = askedRange(call.headers, head);
  if (range !== undefined) return sendRange(call, head, range);
  const object = 'body' in head ? head : await objects.get(head.key, { forCaller: true });
  if (object === undefined) throw noSuchKey(head.key);
  const told = await summed(call, object);
  return { status: 200, headers: { ...originalHeaders(told, call), ...overrides }, body: object.body };
}

/** Only programs compare sums, and they sign: nobody else waits until one is found. */
function summed<Head extends ObjectHead>({ caller, bucket }: Call, head: Head): Promise<Head> | Head {
  return caller === undefined ? head : withSum(bucket, head);
}

/** The ETag keeps a range and the size it was cut from together. */
async function sendRange(call: Call, head: ObjectHead, range: ByteRange): Promise<Reply> {
  const { objects } = call.bucket;
  const object = await objects.get(head.key, { range, etag: head.etag, forCaller: true });
  // Replaced since its head was read: the caller can only begin again.
  if (object === undefined) throw new OssError('ServiceUnavailable');
  const headers = {
    ...partHeaders(await summed(call, object), call),
    'Content-Length': `${range.length}`,
    'Content-Range': contentRange(range, head.size),
    ...responseOverrides(call),
  };
  return { status: 206, headers, body: object.body };
}

function askedRange(headers: Headers, head: ObjectHead): ByteRange | undefined {
  const known = headers.get('if-range');
  if (known !== null && !names(known, head) && known !== toHttpDate(head.modified)) return undefined;
  const strict = headers.get('x-oss-range-behavior') === 'standard';
  return readRange(headers.get('range') ?? undefined, head.size, strict);
}
