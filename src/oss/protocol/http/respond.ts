/** Turns a reply into a Response with the headers that every answer of the API has (wire reference 2.0). */
import { toHttpDate } from './dates.ts';
import type { HeaderRecord, Reply } from './reply.ts';

/** What of the request an answer depends on. */
export interface AnswerContext {
  readonly method: string;
  readonly requestId: string;
  /** Milliseconds since 1970 when the request came in, and now. */
  readonly received: number;
  readonly now: number;
}

/** HEAD loses its body and keeps its headers, the length included. */
export function toResponse(reply: Reply, asked: AnswerContext, extra: HeaderRecord = {}): Response {
  const common: HeaderRecord = {
    'x-oss-request-id': asked.requestId,
    'x-oss-server-time': `${Math.max(0, Math.round(asked.now - asked.received))}`,
    Date: toHttpDate(new Date(asked.now)),
    Server: 'AliyunOSS',
  };
  const headers = Object.entries({ ...reply.headers, ...extra, ...common }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const silent = asked.method === 'HEAD' || reply.status === 204 || reply.status === 304;
  if (silent && reply.body instanceof ReadableStream) void reply.body.cancel();
  // `encodeBody` is workerd's: a stored Content-Encoding describes the stored bytes, which must not be packed again.
  const init = { status: reply.status, headers, encodeBody: 'manual' as const };
  return new Response(silent ? null : ((reply.body ?? null) as BodyInit | null), init);
}
