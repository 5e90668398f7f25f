/** The OSS face: from a Request to a Response, over whatever the host hands in. */
import type { Addressing } from './address/candidates.ts';
import type { Services } from './call.ts';
import { errorReply } from './error/error-reply.ts';
import { notImplemented } from './error/errors.ts';
import { newRequestId } from './http/request-id.ts';
import { toResponse } from './http/respond.ts';
import type { AccessKeys } from './ports.ts';

/** What a face is made of. */
export interface FaceParts extends Services {
  readonly keys: AccessKeys;
  /** How host names are read; which buckets exist is asked of `buckets`. */
  readonly addressing: Omit<Addressing, 'isBucket'>;
  /** Told of every error that is not the caller's. Must not throw. */
  log(error: unknown, requestId: string): void;
}

/** Answers every request, whatever happens: the promise never rejects. */
export type Face = (request: Request) => Promise<Response>;

export function createFace({ clock }: FaceParts): Face {
  return async function answer(request) {
    const received = clock.now();
    const requestId = newRequestId();
    const { method } = request;
    const reply = errorReply(notImplemented('This operation'), { method, host: '', requestId });
    return toResponse(reply, { method, requestId, received, now: clock.now() });
  };
}
