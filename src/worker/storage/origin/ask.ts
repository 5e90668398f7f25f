/** Asks an origin, and tells what its answers mean to whoever waits for an object. */
import { OssError } from '../../../oss/protocol/error/oss-error.ts';
import { inTime } from '../patience.ts';
import { type Asked, type OriginAccess, sendable } from './request.ts';

/** `fetch`, or what stands in for it. */
export type Send = (url: URL, init: RequestInit) => Promise<Response>;

/**
 * The answer to a request: 200 or 206; undefined where there is no such thing. Throws `ServiceUnavailable` for what may be
 * over soon, and `MirrorFailed` for any other answer, as OSS does of its own back-to-origin.
 */
export type Ask = (asked: Asked) => Promise<Response | undefined>;

/** Asked too often, too slow, or broken for a while (RFC 9110 sections 15.5.9 and 15.6, RFC 6585 section 4). */
const PASSING = (status: number) => (status >= 500 && status !== 501) || status === 429 || status === 408;

/** Asks over `send`. */
export function createAsk(access: OriginAccess, send: Send): Ask {
  // Where nothing is signed an address may have moved; a signature is for one address only.
  const redirect = access.kind === 'http' ? 'follow' : 'manual';
  return async (asked) => {
    const { url, init } = await sendable(access, asked);
    const answer = await begun(send, url, { ...init, redirect, cache: 'no-store' });
    const { status } = answer;
    if (status === 200 || status === 206) return answer;
    await answer.body?.cancel();
    if (status === 404) return undefined;
    throw PASSING(status) ? unreachable(`${status}`) : refused(status);
  };
}

/** An answer that does not begin in time is not waited for any longer. */
async function begun(send: Send, url: URL, init: RequestInit): Promise<Response> {
  const stop = new AbortController();
  try {
    return await inTime(send(url, { ...init, signal: stop.signal }));
  } catch (cause) {
    stop.abort();
    throw unreachable(cause);
  }
}

/** An answer that was no use. `0041-00000101` is the vendor's sub-code for a status that it did not expect. */
function refused(status: number): OssError {
  return mirrorFailed(`Error status : ${status} from mirror host, should return 200 OK`, '0041-00000101');
}

/** What OSS answers when back-to-origin fails in a way that trying again does not help. */
export function mirrorFailed(message: string, ec: string): OssError {
  return new OssError('MirrorFailed', { message, ec });
}

/** The origin cannot be read now. */
export function unreachable(cause: unknown): OssError {
  const message = 'Read body from mirror host failed, please try again.';
  return Object.assign(new OssError('ServiceUnavailable', { message, ec: '0041-00000104' }), { cause });
}
