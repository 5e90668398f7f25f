/** Requests in other vendors' languages, where the bucket speaks them. */
import { ProcessError } from '../../../core/spec/error.ts';
import {
  type Dialect,
  factOf,
  keyOfAddress,
  type Report,
  type Translated,
} from '../../../dialects/dialect.ts';
import { DIALECTS } from '../../../dialects/index.ts';
import { ForeignError } from '../../protocol/error/foreign-error.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import type { Reply } from '../../protocol/http/reply.ts';
import { isPathSigned } from '../../request/auth/hmac.ts';
import { openAddress } from '../../request/auth/sealed-address.ts';
import type { Call } from '../../request/call.ts';

/**
 * Answers a request in the first of the bucket's dialects that it is in; undefined where it is in none. Throws ForeignError for
 * whatever the caller did wrong.
 */
export async function answerTranslated(call: Call, answer: Answer): Promise<Reply | undefined> {
  const { bucket, key, query } = call;
  const { presets, imgproxy } = bucket.settings;
  const asking = { key, parameters: query.parameters, presets, imgproxy };
  for (const name of bucket.settings.dialects ?? []) {
    const dialect: Dialect = DIALECTS[name];
    try {
      const asked = dialect.translate(asking);
      if (asked === undefined) continue;
      await checkProof(call, asked);
      return disposed(await answerAsked(await opened(call, asked), answer), asked);
    } catch (error) {
      if (error instanceof ProcessError && dialect.forgives?.(asking))
        return await answer({ key, process: '' });
      if (!(error instanceof OssError || error instanceof ProcessError) || error.status < 400) throw error;
      throw new ForeignError(error, dialect, key);
    }
  }
  return undefined;
}

/** Answers a request in the language of this service. */
type Answer = (asked: Translated) => Promise<Reply>;

/** The request with the key that its address says, where that is encrypted. */
async function opened({ bucket }: Call, asked: Translated): Promise<Translated> {
  const { sourceKey } = bucket.settings.imgproxy ?? {};
  if (asked.sealed === undefined || sourceKey === undefined) return asked;
  return { ...asked, key: keyOfAddress(await openAddress(sourceKey, asked.sealed)) };
}

/** What was asked for, or the original where that is to be shown instead. */
async function answerAsked(asked: Translated, answer: Answer): Promise<Reply> {
  const { keptFormats = [], onlySmaller = false } = asked;
  if (asked.process === '' || (keptFormats.length === 0 && !onlySmaller))
    return reported(await answer(asked), asked);
  const told = await answer({ ...asked, process: 'image/traits' });
  const facts = await factsIn(told);
  if (facts === undefined) return told;
  const original = { ...asked, process: '' };
  if (keptFormats.includes(factOf(facts, 'Format'))) return answer(original);
  const made = await answer(asked);
  const isLarger = Number(made.headers['Content-Length']) >= Number(factOf(facts, 'FileSize'));
  if (!onlySmaller || made.status !== 200 || !isLarger) return made;
  if (made.body instanceof ReadableStream) await made.body.cancel();
  return answer(original);
}

/**
 * Throws `AccessDenied` for an address that the operator did not sign, where the bucket has a key for that, and `NoSuchKey`
 * for one that has expired.
 */
async function checkProof({ bucket, request, services }: Call, { proof }: Translated): Promise<void> {
  if (proof === undefined) return;
  const { signature, expires } = proof;
  const path = new URL(request.url).pathname;
  const signed = path.slice(path.indexOf(`/${signature}/`) + 1 + signature.length);
  const { imgproxy } = bucket.settings;
  const { key, salt } = imgproxy ?? {};
  const isSigned =
    key === undefined || salt === undefined || (await isPathSigned({ key, salt }, signed, signature));
  if (!isSigned) throw new OssError('AccessDenied');
  if (expires < services.clock.now()) throw new OssError('NoSuchKey');
}

/** A reply with the name that was asked for. */
function disposed(reply: Reply, { disposition }: Translated): Reply {
  const { status, headers } = reply;
  if (disposition === undefined || status !== 200) return reply;
  const value = disposition(headers['Content-Type'] ?? '');
  return { ...reply, headers: { ...headers, 'Content-Disposition': value } };
}

/** A report in the vendor's words. */
async function reported(reply: Reply, { report }: Translated): Promise<Reply> {
  const facts = report && (await factsIn(reply));
  if (facts === undefined || report === undefined) return reply;
  const [, md5] = /^"([\dA-F]{32})"$/.exec(reply.headers['ETag'] ?? '') ?? [];
  const bytes = new TextEncoder().encode(JSON.stringify(report(facts, md5?.toLowerCase())));
  return { ...reply, headers: { ...reply.headers, 'Content-Length': `${bytes.length}` }, body: bytes };
}

/** What a reply reports; undefined for one that is no report. */
async function factsIn({ status, headers, body }: Reply): Promise<Report | undefined> {
  if (status !== 200 || headers['Content-Type'] !== 'application/json') return undefined;
  return (await new Response(body as BodyInit).json()) as Report;
}
