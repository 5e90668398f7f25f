/** Calls an application back after an upload, and answers with what it says. */
import { md5 } from '@noble/hashes/legacy.js';
import { OssError } from '../../protocol/error/oss-error.ts';
import { toHttpDate } from '../../protocol/http/dates.ts';
import type { HeaderRecord, Reply } from '../../protocol/http/reply.ts';
import { toBase64 } from '../../protocol/text/base64.ts';
import { decodePercent } from '../../protocol/text/percent.ts';
import type { Call } from '../../request/call.ts';
import type { Callbacks } from '../../ports.ts';
import { withSum } from '../objects/sums.ts';
import type { Callback } from './parameter.ts';
import { writeBody } from './variables.ts';

/**
 * The application's answer, with the headers of the upload's own. Throws `CallbackFailed`, whose status is 203, and nothing
 * else: what was uploaded stays, and an upload that seems to have failed would be sent again.
 */
export async function callBack(
  call: Call,
  callback: Callback,
  operation: string,
  uploaded: HeaderRecord,
): Promise<Reply> {
  const { services, requestId } = call;
  const told = await tell(call, callback, operation).catch((error: unknown) => {
    services.log(error, requestId);
    return 'The callback could not be made.';
  });
  if (typeof told === 'string') {
    const headers = { ETag: uploaded['ETag'] ?? '' };
    throw new OssError('CallbackFailed', { message: told, ec: '0007-00000203', headers });
  }
  const own = { 'Content-Type': 'application/json', 'Content-Length': `${told.length}` };
  return { status: 200, headers: { ...uploaded, ...own }, body: told };
}

/** What the first address says that answers well; where none does, why not. */
async function tell(call: Call, callback: Callback, operation: string): Promise<Uint8Array | string> {
  const { bucket, key, services, requestId } = call;
  const { callbacks } = services;
  const head = await bucket.objects.head(key);
  if (head === undefined || callbacks === undefined) return 'The object was deleted.';
  const text = await writeBody(callback, call, await withSum(bucket, head), operation);
  const body = new TextEncoder().encode(text);
  // As the vendor says of hosts that it does not reach: here those that the bucket does not allow.
  let failure = 'Error status : 502.';
  for (const url of callback.urls) {
    const sent = await headersOf(url, body, callback, call, callbacks);
    const answer = await callbacks.post(url, sent, body).catch((error: unknown) => {
      services.log(`callback to ${url.host}: ${String(error)}`, requestId);
      return undefined;
    });
    if (answer?.status === 200 && isJson(answer.body)) return answer.body;
    failure =
      answer?.status === 200
        ? 'Response body is not valid json format.'
        : `Error status : ${answer?.status ?? -1}.`;
  }
  return failure;
}

/** As the vendor sends them: its receivers look at the signature and at where its key is. */
async function headersOf(
  url: URL,
  body: Uint8Array,
  { type }: Callback,
  { bucket, caller, requestId, services }: Call,
  callbacks: Callbacks,
): Promise<Record<string, string>> {
  return {
    Authorization: toBase64(await callbacks.sign(signedText(url, body))),
    'Content-MD5': toBase64(md5(body)),
    'Content-Type': type,
    Date: toHttpDate(new Date(services.clock.now())),
    'User-Agent': 'aliyun-oss-callback',
    'x-oss-bucket': bucket.settings.name,
    'x-oss-owner': '1',
    'x-oss-pub-key-url': toBase64(new TextEncoder().encode(callbacks.keyUrl)),
    'x-oss-request-id': requestId,
    'x-oss-requester': caller?.id ?? '',
    'x-oss-signature-version': '1.0',
    'x-oss-tag': 'CALLBACK',
  };
}

/** The path, decoded, the query as it is, a line's end and the body. */
function signedText({ pathname, search }: URL, body: Uint8Array): Uint8Array {
  const first = new TextEncoder().encode(`${decodePercent(pathname) ?? pathname}${search}\n`);
  const text = new Uint8Array(first.length + body.length);
  text.set(first);
  text.set(body, first.length);
  return text;
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(body));
    return true;
  } catch {
    return false;
  }
}
