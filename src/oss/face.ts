/** The OSS face: from a Request to a Response, over whatever the host hands in. */
import { ProcessError } from '../core/spec/error.ts';
import type { Addressing } from './request/address/candidates.ts';
import { address, type Addressed, writtenHost } from './request/address/addressed.ts';
import type { Services } from './request/call.ts';
import { dispatch } from './routing/dispatch.ts';
import { wantsPage } from './protocol/http/error-page.ts';
import { errorReply } from './protocol/http/error-reply.ts';
import { OssError } from './protocol/error/oss-error.ts';
import { corsRulesOf } from './request/access/cors-rules.ts';
import { corsHeaders } from './protocol/http/cors.ts';
import type { HeaderRecord, Reply } from './protocol/http/reply.ts';
import { newRequestId } from './protocol/http/request-id.ts';
import { toResponse } from './protocol/http/respond.ts';

/** What a face is made of. */
export interface FaceParts extends Services {
  /** How host names are read; which buckets exist is asked of `buckets`. */
  readonly addressing: Omit<Addressing, 'isBucket' | 'unnamed'>;
}

/** Answers every request, whatever happens: the promise never rejects. */
export type Face = (request: Request) => Promise<Response>;

/** Each costs one HMAC for a signature that fits none. */
const MAX_UNNAMED = 16;

/** Makes the one function a host needs: it answers whatever comes in, and nothing else is asked of it. */
export function createFace(parts: FaceParts): Face {
  const isBucket = (name: string) => parts.buckets.get(name) !== undefined;
  const unnamed = parts.buckets.names().slice(0, MAX_UNNAMED);
  const addressing = { ...parts.addressing, isBucket, unnamed };

  return async function answer(request) {
    const received = parts.clock.now();
    const requestId = newRequestId();
    const { method } = request;
    const failed = (error: unknown) => {
      if (!(error instanceof OssError || error instanceof ProcessError)) parts.log(error, requestId);
      const reader = wantsPage(request) ? { accepts: request.headers.get('accept-language') } : undefined;
      return errorReply(error, { method, host: writtenHost(request), requestId, reader });
    };
    let cors: HeaderRecord = {};
    const finish = (reply: Reply) =>
      toResponse(reply, { method, requestId, received, now: parts.clock.now() }, withVary(reply, cors));
    try {
      const addressed = address(request, requestId, addressing);
      cors = await crossOrigin(addressed, parts);
      return finish(await dispatch(addressed, parts));
    } catch (error) {
      return finish(failed(error));
    }
  };
}

/** Browsers get the headers of the first reading's bucket: a preflight request, unsigned, could see no other. */
async function crossOrigin(
  { request: { headers, method }, candidates: [first] }: Addressed,
  services: Services,
): Promise<HeaderRecord> {
  const rules = await corsRulesOf(services, first.bucket);
  return corsHeaders(headers.get('origin') ?? undefined, rules, method === 'OPTIONS' ? undefined : method);
}

/** Both the answer and the rules for browsers may depend on request headers. */
function withVary({ headers }: Reply, cors: HeaderRecord): HeaderRecord {
  const names = [headers['Vary'], cors['Vary']].filter((name) => name !== undefined);
  return names.length === 0 ? cors : { ...cors, Vary: [...new Set(names)].join(', ') };
}
