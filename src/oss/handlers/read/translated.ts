/** Requests in other vendors' languages, where the bucket speaks them. */
import { ProcessError } from '../../../core/spec/error.ts';
import type { Dialect, Report, Translated } from '../../../dialects/dialect.ts';
import { DIALECTS } from '../../../dialects/index.ts';
import { ForeignError } from '../../protocol/error/foreign-error.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import type { Reply } from '../../protocol/http/reply.ts';
import type { Call } from '../../request/call.ts';

/**
 * Answers a request in the first of the bucket's dialects that it is in; undefined where it is in none. Throws ForeignError for
 * whatever the caller did wrong.
 */
export async function answerTranslated(
  call: Call,
  answer: (asked: Translated) => Promise<Reply>,
): Promise<Reply | undefined> {
  const { bucket, key, query, services } = call;
  const { imgproxy } = bucket.settings;
  const asking = { key, parameters: query.parameters, imgproxy, now: services.clock.now() };
  for (const name of bucket.settings.dialects ?? []) {
    const dialect: Dialect = DIALECTS[name];
    try {
      const asked = dialect.translate(asking);
      if (asked !== undefined) return await reported(await answer(asked), asked);
    } catch (error) {
      if (!(error instanceof OssError || error instanceof ProcessError) || error.status < 400) throw error;
      throw new ForeignError(error, dialect, key);
    }
  }
  return undefined;
}

/** A report in the vendor's words. */
async function reported(reply: Reply, { report }: Translated): Promise<Reply> {
  const { status, headers, body } = reply;
  if (report === undefined || status !== 200 || headers['Content-Type'] !== 'application/json') return reply;
  const facts = (await new Response(body as BodyInit).json()) as Report;
  const bytes = new TextEncoder().encode(JSON.stringify(report(facts)));
  return { ...reply, headers: { ...headers, 'Content-Length': `${bytes.length}` }, body: bytes };
}
