/** Requests in other vendors' languages, where the bucket speaks them. */
import { ProcessError } from '../../../core/spec/error.ts';
import type { Dialect, Report, Translated } from '../../../dialects/dialect.ts';
import { DIALECTS } from '../../../dialects/index.ts';
import { ForeignError } from '../../protocol/error/foreign-error.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import type { Reply } from '../../protocol/http/reply.ts';
import { isPathSigned } from '../../request/auth/hmac.ts';
import type { Call } from '../../request/call.ts';

/**
 * Answers a request in the first of the bucket's dialects that it is in; undefined where it is in none. Throws ForeignError for
 * whatever the caller did wrong.
 */
export async function answerTranslated(
  call: Call,
  answer: (asked: Translated) => Promise<Reply>,
): Promise<Reply | undefined> {
  const { bucket, key, query } = call;
  const asking = { key, parameters: query.parameters, presets: bucket.settings.presets };
  for (const name of bucket.settings.dialects ?? []) {
    const dialect: Dialect = DIALECTS[name];
    try {
      const asked = dialect.translate(asking);
      if (asked === undefined) continue;
      await checkProof(call, asked);
      return await reported(await answer(asked), asked);
    } catch (error) {
      if (error instanceof ProcessError && dialect.forgives?.(asking))
        return await answer({ key, process: '' });
      if (!(error instanceof OssError || error instanceof ProcessError) || error.status < 400) throw error;
      throw new ForeignError(error, dialect, key);
    }
  }
  return undefined;
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
  const isSigned = imgproxy === undefined || (await isPathSigned(imgproxy, signed, signature));
  if (!isSigned) throw new OssError('AccessDenied');
  if (expires < services.clock.now()) throw new OssError('NoSuchKey');
}

/** A report in the vendor's words. */
async function reported(reply: Reply, { report }: Translated): Promise<Reply> {
  const { status, headers, body } = reply;
  if (report === undefined || status !== 200 || headers['Content-Type'] !== 'application/json') return reply;
  const facts = (await new Response(body as BodyInit).json()) as Report;
  const bytes = new TextEncoder().encode(JSON.stringify(report(facts)));
  return { ...reply, headers: { ...headers, 'Content-Length': `${bytes.length}` }, body: bytes };
}
