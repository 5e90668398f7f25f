/** Sends what a chain makes of an object. */
import type { Call } from '../../request/call.ts';
import { isPictureUnchanged } from '../../protocol/http/conditional.ts';
import { toHttpDate } from '../../protocol/http/dates.ts';
import { emptyReply, type HeaderRecord, type Reply } from '../../protocol/http/reply.ts';
import type { Drawn, ObjectHead } from '../../ports.ts';
import { type Expanded, isNegotiated } from '../process/expand.ts';
import { sharedHeaders, unchangedHeaders } from './object-headers.ts';
import { responseOverrides } from './overrides.ts';

/**
 * The ETag is the original's, as the vendor documents; the date is that of the newest of original, style and marks. Sums
 * and encoding of the original are left out. `Range` is not looked at (operations reference, section 8). HEAD renders, so
 * that its headers are true. A condition that holds is answered before a pixel is touched.
 */
export async function sendPicture(
  call: Call,
  original: ObjectHead,
  chain: Expanded,
  trusted: boolean,
): Promise<Reply> {
  const { bucket, services, headers: asked } = call;
  const negotiated = isNegotiated(bucket.settings, chain);
  const asks = { bucket, chain: chain.text, trusted };
  const drawn = await services.renderer.drawn(asks);
  const dates = datesOf(call, original, chain, drawn);
  if (isPictureUnchanged(asked, original, dates.newest)) {
    return emptyReply(304, {
      ...unchangedHeaders(original, call),
      ...dates.header,
      Vary: varying(call, negotiated),
    });
  }
  const overrides = responseOverrides(call);
  const accept = negotiated ? (asked.get('accept') ?? '') : undefined;
  const job = { ...asks, original, accept, drawn } as const;
  const { body, size, contentType, headers, of } = await services.renderer.render(job);
  const made = of ?? { original, drawn };
  const own = {
    ...headers,
    ...datesOf(call, made.original, chain, made.drawn).header,
    'Content-Type': contentType,
    'Content-Length': `${size}`,
    Vary: varying(call, negotiated),
  };
  return { status: 200, headers: { ...sharedHeaders(made.original, call), ...own, ...overrides }, body };
}

/**
 * When the newest of what decides a picture was written. A date has no parts of a second: what was written in this very
 * second, and may be once more, is said to be a second older, so that whoever asks again later gets the last of it.
 */
function datesOf(
  { services }: Call,
  { modified }: ObjectHead,
  style: Pick<Expanded, 'modified'>,
  drawn: Drawn,
): { readonly newest: Date; readonly header: HeaderRecord } {
  const times = [style.modified, drawn.modified].filter((date) => date !== undefined).map(Number);
  const newest = new Date(Math.max(modified.getTime(), ...times));
  const isNow = newest > modified && secondOf(newest.getTime()) >= secondOf(services.clock.now());
  const shown = isNow ? new Date(newest.getTime() - 1000) : newest;
  return { newest, header: { 'Last-Modified': toHttpDate(shown) } };
}

function secondOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** Headers that make another answer of the same address: caches on the way have to know. */
function varying({ query, headers }: Call, negotiated: boolean): string | undefined {
  const byHeader = query.text('x-oss-process') === undefined && headers.has('x-oss-process');
  const names = [...(negotiated ? ['Accept'] : []), ...(byHeader ? ['x-oss-process'] : [])];
  return names.length === 0 ? undefined : names.join(', ');
}
