/** What the renderer entrypoint does: hands a picture out of the cache, or has it made and puts it there. */
import type { EdgeCache } from './edge-cache.ts';
import { fromAddress, originalTag, REQUEST } from '../wire/address.ts';
import { refusalResponse } from '../wire/errors.ts';
import { type Label, pictureResponse, type Rendered } from '../wire/response.ts';
import type { Jobs } from './jobs.ts';

/** What a picture server is made of. */
export interface PictureServerParts {
  readonly jobs: Jobs;
  readonly cache: EdgeCache;
  /** Seconds that pictures are kept. */
  readonly seconds: number;
  waitUntil(work: Promise<unknown>): void;
}

/** Answers the gateway. */
export type PictureServer = (request: Request) => Promise<Response>;

/** Makes the picture server. What callers did wrong is answered; anything else is thrown. */
export function createPictureServer({ jobs, cache, seconds, waitUntil }: PictureServerParts): PictureServer {
  async function keep(url: string, rendered: Rendered, label: Label, done: () => void): Promise<void> {
    try {
      await cache.put(url, pictureResponse(rendered, label, done));
    } finally {
      done();
    }
  }

  return async function serve(request) {
    const { url } = request;
    try {
      const kept = await cache.match(url);
      if (kept) return kept;
      const { rendered, shared, done, use } = await jobs.make(url, request.signal);
      const { bucket, key } = fromAddress(url);
      const label = {
        madeFor: request.headers.get(REQUEST) ?? '',
        seconds,
        tag: await originalTag(bucket, key),
      };
      if (!shared) waitUntil(keep(url, rendered, label, use()));
      return pictureResponse(rendered, label, done);
    } catch (error) {
      return refusalResponse(error);
    }
  };
}
