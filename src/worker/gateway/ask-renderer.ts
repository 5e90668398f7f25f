/** The face's renderer: asks the renderer entrypoint, in front of which the edge cache sits. */
import type { Chain } from '../../core/engine/chain/parse.ts';
import type { Derivative, Drawn, Renderer, RenderJob } from '../../oss/ports.ts';
import { noSuchOriginal } from '../../oss/protocol/error/errors.ts';
import { type PictureRequest, toAddress } from '../wire/address.ts';
import { SourceChanged, unavailable } from '../wire/errors.ts';
import { ofLength } from '../storage/of-length.ts';
import { receive, type Received } from '../wire/response.ts';
import { createOffers, type Offers } from './offers.ts';
import type { Look } from './drawn.ts';

/** What the renderer is made of. */
export interface RendererParts {
  /** Checks a chain's text; one that was translated may hold what only other languages have. Throws ProcessError. */
  parse(text: string, isTranslated: boolean): Chain;
  /** Names the code that renders. */
  readonly version: string;
  /** Whether answers carry `x-img-plan`. */
  readonly planHeader: boolean;
  /** Asks the renderer entrypoint for the picture of an address, for the request of this name. */
  ask(address: string, request: string): Promise<Response>;
  /** What the job's watermarks draw. Throws ProcessError for what they may not. */
  drawn(job: Pick<RenderJob, 'bucket' | 'chain' | 'trusted'>, look?: Look): Promise<Drawn>;
}

interface Parts extends RendererParts {
  readonly offers: Offers;
}

/** Times that a picture is asked for while what it is made of changes. */
const ATTEMPTS = 4;

/** Makes the renderer of the face. Throws ProcessError for what the caller did wrong. */
export function createAskRenderer(given: RendererParts): Renderer {
  const parts = { ...given, offers: createOffers() };
  return {
    check: (chain, { isTranslated = false } = {}) => parts.parse(chain, isTranslated),
    drawn: (job) => parts.drawn(job),
    async render(job) {
      try {
        return await render(job, parts);
      } catch (error) {
        if (!(error instanceof SourceChanged)) throw error;
        return renderNewest(job, parts);
      }
    },
  };
}

/** Something was replaced since it was looked up: the newest of everything is shown, under its own name. */
async function renderNewest(job: RenderJob, parts: Parts): Promise<Derivative> {
  for (let attempt = 2; attempt <= ATTEMPTS; attempt++) {
    const original = await job.bucket.objects.head(job.original.key);
    if (!original) throw noSuchOriginal(job.original.key);
    const drawn = await parts.drawn(job, { recent: false });
    try {
      return { ...(await render({ ...job, original, drawn }, parts)), of: { original, drawn } };
    } catch (error) {
      if (!(error instanceof SourceChanged)) throw error;
    }
  }
  throw unavailable('What the picture is made of is being replaced. Please try again.');
}

async function render(job: RenderJob, parts: Parts): Promise<Derivative> {
  const { bucket, original, chain } = job;
  const { version: marks } = job.drawn ?? (await parts.drawn(job));
  const { version, planHeader } = parts;
  const picture = {
    version,
    bucket: bucket.settings.name,
    key: original.key,
    etag: original.etag,
    chain,
    marks,
  };
  const request = crypto.randomUUID();
  const ask = async (offer: PictureRequest['offer']) => {
    const address = toAddress({ ...picture, offer });
    return receive(await parts.ask(address, request));
  };
  const received = await parts.offers.best(toAddress({ ...picture, offer: '' }), job.accept, ask);
  const { size, type } = received;
  const body = ofLength(received.body, size);
  return { body, size, contentType: type, headers: diagnostics(received, request, planHeader) };
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
