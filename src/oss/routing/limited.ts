/** Answers a call about an object no faster than it asks for; a form says it among its fields. */
import { createPace, DELAY, readTrafficLimit } from '../protocol/http/traffic-limit.ts';
import type { Reply } from '../protocol/http/reply.ts';
import type { Call, Handler } from '../request/call.ts';

/** The body that comes and the one that goes both wait. Throws `InvalidArgument` for a limit that there is none of. */
export async function limited(call: Call, handler: Handler): Promise<Reply> {
  const limit = call.key === '' || call.method === 'HEAD' ? undefined : readTrafficLimit(call);
  if (limit === undefined) return handler(call);
  const pace = createPace(limit, call.services.clock);
  const { body } = call.request;
  const request =
    body === null ? call.request : withBody(call.request, pace.slow(body as ReadableStream<Uint8Array>));
  const reply = await handler({ ...call, request });
  const headers = { ...reply.headers, [DELAY]: `${pace.waited}` };
  if (!(reply.body instanceof ReadableStream)) return { ...reply, headers };
  const length = reply.headers['Content-Length'];
  const slow = pace.slow(reply.body);
  return {
    ...reply,
    headers,
    body: length === undefined ? slow : call.services.measured(slow, Number(length)),
  };
}

/** The signal and the headers stay those of the request. */
function withBody(request: Request, body: ReadableStream<Uint8Array>): Request {
  const init: RequestInit & { readonly duplex: 'half' } = { body, duplex: 'half', signal: request.signal };
  return new Request(request, init);
}
