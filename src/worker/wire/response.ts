/** How a picture travels from the renderer to the gateway: as a Response that a cache may keep. */
import { throwRefusal } from './errors.ts';

/** A picture or report with what is known of its making. */
export interface Rendered {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Media type. */
  readonly type: string;
  /** Phases as `Server-Timing` writes them. */
  readonly timing: string;
  /** What `x-img-plan` says; undefined for reports. */
  readonly plan: string | undefined;
}

/** A picture as the gateway gets it. */
export interface Received {
  readonly body: ReadableStream<Uint8Array>;
  readonly size: number;
  readonly type: string;
  readonly timing: string;
  readonly plan: string | undefined;
  /** The request it was made for; another one when it comes from a cache. */
  readonly madeFor: string | undefined;
}

const SIZE = 'x-size';
const TIMING = 'x-timing';
const PLAN = 'x-img-plan';
const MADE_FOR = 'x-made-for';

/** A picture for the request `madeFor`, to be kept for `seconds` under `tag`. */
export function pictureResponse(
  { bytes, type, timing, plan }: Rendered,
  { madeFor, seconds, tag }: { madeFor: string; seconds: number; tag: string },
): Response {
  const headers = new Headers({
    'Content-Type': type,
    // The address names the bytes for good: nothing to ask again, and no excuse to serve after an error.
    'Cache-Control': `public, max-age=${seconds}, immutable, stale-if-error=0`,
    'Cache-Tag': tag,
    [SIZE]: `${bytes.length}`,
    [TIMING]: timing,
    [MADE_FOR]: madeFor,
  });
  if (plan !== undefined) headers.set(PLAN, plan);
  return new Response(bytes, { headers });
}

/** Reads what the renderer or a cache answered. Throws ProcessError and OriginalChanged as the renderer did. */
export async function receive(response: Response): Promise<Received> {
  const { headers, body } = response;
  await throwRefusal(response);
  if (!response.ok || body === null) throw new Error(`the renderer answered ${response.status}`);
  return {
    body,
    size: Number(headers.get(SIZE)),
    type: headers.get('Content-Type') ?? '',
    timing: headers.get(TIMING) ?? '',
    plan: headers.get(PLAN) ?? undefined,
    madeFor: headers.get(MADE_FOR) ?? undefined,
  };
}
