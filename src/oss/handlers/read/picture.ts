/** Sends what a chain makes of an object. */
import type { Call } from '../../request/call.ts';
import type { Reply } from '../../protocol/http/reply.ts';
import type { ObjectHead } from '../../ports.ts';
import { sharedHeaders } from './object-headers.ts';
import { responseOverrides } from './overrides.ts';

/**
 * ETag and date are the original's, as the vendor documents; sums and encoding of the original are left out. `Range`
 * is not looked at (operations reference, section 8). HEAD renders, so that its headers are true.
 */
export async function sendPicture(
  call: Call,
  original: ObjectHead,
  chain: string,
  trusted: boolean,
): Promise<Reply> {
  const { bucket, services } = call;
  const overrides = responseOverrides(call);
  const accept = call.headers.get('accept') ?? undefined;
  const job = { bucket, original, chain, accept, trusted, purpose: 'answer' } as const;
  const { body, size, contentType, headers } = await services.renderer.render(job);
  const own = {
    ...headers,
    'Content-Type': contentType,
    'Content-Length': `${size}`,
    Vary: varying(call, headers?.['Vary']),
  };
  return {
    status: 200,
    headers: { ...sharedHeaders(original, call), ...own, ...overrides },
    body,
  };
}

/** A chain that came in a header makes another answer of the same address: caches on the way have to know. */
function varying({ query, headers }: Call, vary: string | undefined): string | undefined {
  const byHeader = query.text('x-oss-process') === undefined && headers.has('x-oss-process');
  const names = [vary, byHeader ? 'x-oss-process' : undefined].filter((name) => name !== undefined);
  return names.length === 0 ? undefined : names.join(', ');
}
