/** The OSS face: from a Request to a Response, over whatever the host hands in. */
import { ProcessError } from '../core/spec/error.ts';
import type { Addressing } from './request/address/candidates.ts';
import { address, type Addressed, type Exists, writtenHost } from './request/address/addressed.ts';
import type { Services } from './request/call.ts';
import { type Course, dispatch } from './routing/dispatch.ts';
import { wantsPage } from './protocol/http/error-page.ts';
import { errorReply } from './protocol/http/error-reply.ts';
import { ForeignError } from './protocol/error/foreign-error.ts';
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
  /** Told of every answer, before its body is read. Must not throw. */
  answered?(answered: Answered): void;
}

/** A request and its answer, for whoever counts them. */
export interface Answered extends Readonly<Course> {
  readonly requestId: string;
  readonly method: string;
  /** Path as it was asked for: a query may hold a signature. */
  readonly path: string;
  readonly status: number;
  /** Code of a refusal. */
  readonly code?: string | undefined;
  /** `Content-Length` and `Server-Timing`, where the answer has them. */
  readonly bytes?: number | undefined;
  readonly timing?: string | undefined;
  /** Milliseconds until the answer began. */
  readonly milliseconds: number;
}

/** Answers every request, whatever happens: the promise never rejects. */
export type Face = (request: Request) => Promise<Response>;

/** Each costs one HMAC for a signature that fits none. */
const MAX_UNNAMED = 16;

/** Makes the one function a host needs: it answers whatever comes in, and nothing else is asked of it. */
export function createFace(parts: FaceParts): Face {
  const { buckets } = parts;
  const configured = new Set(buckets.configured);
  const isBucket = (name: string) => configured.has(name);
  const exists: Exists = async (name, recent) => (await buckets.find(name, { recent })) !== undefined;
  const addressing = { ...parts.addressing, isBucket, unnamed: buckets.configured.slice(0, MAX_UNNAMED) };

  return async function answer(request) {
    const received = parts.clock.now();
    const requestId = newRequestId();
    const { method } = request;
    const failed = (error: unknown) => {
      if (!isKnown(error) && !(error instanceof ForeignError)) parts.log(error, requestId);
      const reader = wantsPage(request) ? { accepts: request.headers.get('accept-language') } : undefined;
      return errorReply(error, { method, host: writtenHost(request), requestId, reader });
    };
    let cors: HeaderRecord = {};
    const course: Course = { route: 'none' };
    const finish = (reply: Reply, error?: unknown) => {
      const now = parts.clock.now();
      const times = { requestId, milliseconds: now - received };
      parts.answered?.(answeredBy(request, reply, course, times, error));
      return toResponse(reply, { method, requestId, received, now }, withVary(reply, cors));
    };
    try {
      const addressed = await address(request, requestId, addressing, exists);
      cors = await crossOrigin(addressed, parts);
      return finish(await dispatch(addressed, parts, course));
    } catch (error) {
      return finish(failed(error), error);
    }
  };
}

/** The caller's or the store's doing. */
function isKnown(error: unknown): error is OssError | ProcessError {
  return error instanceof OssError || error instanceof ProcessError;
}

function answeredBy(
  { method, url }: Request,
  { status, headers }: Reply,
  course: Course,
  times: Pick<Answered, 'requestId' | 'milliseconds'>,
  error: unknown,
): Answered {
  const shown = error instanceof ForeignError ? error.error : error;
  const known = isKnown(shown) ? shown.code : 'InternalError';
  const length = headers['Content-Length'];
  return {
    ...times,
    ...course,
    method,
    path: new URL(url).pathname,
    status,
    code: error === undefined ? undefined : known,
    bytes: length === undefined || method === 'HEAD' ? undefined : Number(length),
    timing: headers['Server-Timing'],
  };
}

/** Browsers get the headers of the first reading's bucket: a preflight request, unsigned, could see no other. */
async function crossOrigin(
  { request: { headers, method }, candidates: [first] }: Addressed,
  services: Services,
): Promise<HeaderRecord> {
  // The answer to a preflight request is the rule that fits all of it.
  if (method === 'OPTIONS') return {};
  const rules = await corsRulesOf(services, first.bucket);
  return corsHeaders(headers.get('origin') ?? undefined, rules, method);
}

/** Both the answer and the rules for browsers may depend on request headers. */
function withVary({ headers }: Reply, cors: HeaderRecord): HeaderRecord {
  const names = [headers['Vary'], cors['Vary']].filter((name) => name !== undefined);
  return names.length === 0 ? cors : { ...cors, Vary: [...new Set(names)].join(', ') };
}
