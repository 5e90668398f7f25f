/** The face's renderer: asks the renderer entrypoint, in front of which the edge cache sits. */
import type { Chain } from '../../core/engine/chain/parse.ts';
import {
  type Derivative,
  type ObjectHead,
  type Renderer,
  type RenderJob,
  shownEtag,
} from '../../oss/ports.ts';
import { noSuchOriginal } from '../../oss/protocol/error/errors.ts';
import { toAddress } from '../wire/address.ts';
import { OriginalChanged } from '../wire/errors.ts';
import { receive, type Received } from '../wire/response.ts';

/** What the renderer is made of. */
export interface RendererParts {
  /** Checks a chain's text. Throws ProcessError. */
  parse(text: string): Chain;
  /** Names the code that renders. */
  readonly version: string;
  /** Whether answers carry `x-img-plan`. */
  readonly planHeader: boolean;
  /** Asks the renderer entrypoint for the picture of an address, for the request of this name. */
  ask(address: string, request: string): Promise<Response>;
  /** Versions of what the job's watermarks draw, in one word. Throws ProcessError for what they may not. */
  marksVersion(job: RenderJob): Promise<string>;
}

/** Makes the renderer of the face. Throws ProcessError for what the caller did wrong. */
export function createAskRenderer(parts: RendererParts): Renderer {
  return {
    check: (chain) => parts.parse(chain),
    async render(job) {
      try {
        return await render(job, job.original, parts);
      } catch (error) {
        if (!(error instanceof OriginalChanged)) throw error;
        return renderNewest(job, parts);
      }
    },
  };
}

/** The original was replaced since its head was read: its newest version is shown, under its own ETag. */
async function renderNewest(job: RenderJob, parts: RendererParts): Promise<Derivative> {
  const original = await job.bucket.objects.head(job.original.key);
  if (!original) throw noSuchOriginal(job.original.key);
  const { headers, ...picture } = await render(job, original, parts);
  const validators = {
    ETag: `"${shownEtag(original).toUpperCase()}"`,
    'Last-Modified': original.modified.toUTCString(),
  };
  return { ...picture, headers: { ...headers, ...validators } };
}

async function render(job: RenderJob, original: ObjectHead, parts: RendererParts): Promise<Derivative> {
  const address = toAddress({
    version: parts.version,
    bucket: job.bucket.settings.name,
    key: original.key,
    etag: original.etag,
    chain: job.chain,
    marks: await parts.marksVersion(job),
  });
  const request = crypto.randomUUID();
  const received = await receive(await parts.ask(address, request));
  const { body, size, type } = received;
  return { body, size, contentType: type, headers: diagnostics(received, request, parts.planHeader) };
}

/** A picture from a cache tells when it was made, not what this request waited for. */
function diagnostics(
  { timing, plan, madeFor }: Received,
  request: string,
  planHeader: boolean,
): Record<string, string> {
  const cache = madeFor === request ? `cache;desc="miss", ${timing}` : 'cache;desc="hit"';
  return { 'Server-Timing': cache, ...(planHeader && plan !== undefined && { 'x-img-plan': plan }) };
}
