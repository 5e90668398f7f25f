/** How a picture travels from the renderer to the gateway: as a Response that a cache may keep. */
import { throwRefusal } from './errors.ts';

/** A picture or report with what is known of its making. */
export interface Rendered {
  /** Its bytes in order, shared by all who are answered with them. */
  readonly chunks: readonly Uint8Array[];
  /** Bytes of all chunks. */
  readonly size: number;
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

/** How a picture is labelled. */
export interface Label {
  /** The request it was made for. */
  readonly madeFor: string;
  /** Seconds to keep it. */
  readonly seconds: number;
  /** What it may be purged by. */
  readonly tag: string;
}

/** A picture as a response; `done` is told once nobody reads its bytes any more. */
export function pictureResponse(
  { chunks, size, type, timing, plan }: Rendered,
  { madeFor, seconds, tag }: Label,
  done: () => void,
): Response {
  const headers = new Headers({
    'Content-Type': type,
    // The address names the bytes for good: nothing to ask again, and no excuse to serve after an error.
    'Cache-Control': `public, max-age=${seconds}, immutable, stale-if-error=0`,
    'Cache-Tag': tag,
    [SIZE]: `${size}`,
    [TIMING]: timing,
    [MADE_FOR]: madeFor,
  });
  if (plan !== undefined) headers.set(PLAN, plan);
  return new Response(flowing(chunks, done), { headers });
}

/** The chunks one after the other: they are never put together, so no picture is held twice. */
function flowing(chunks: readonly Uint8Array[], done: () => void): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[next++];
      if (chunk) return controller.enqueue(chunk);
      controller.close();
      done();
    },
    cancel: done,
  });
}

/** Reads what the renderer or a cache answered. Throws ProcessError and SourceChanged as the renderer did. */
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
