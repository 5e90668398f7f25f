/** Where rendered pictures are kept. With Workers Cache the platform keeps them before our code is asked. */
import type { Config } from '../config/config.ts';

/** A cache of rendered pictures by address. */
export interface EdgeCache {
  /** The picture kept under an address. */
  match(address: string): Promise<Response | undefined>;
  /** Keeps a picture for as long as its own headers say. */
  put(address: string, response: Response): Promise<void>;
}

const NO_CACHE: EdgeCache = {
  match: () => Promise.resolve(undefined),
  put: () => Promise.resolve(),
};

/** The Cache API of the data centre: local runs and tests have it, `workers.dev` addresses do not. */
const CACHE_API: EdgeCache = {
  match: (address) => caches.default.match(address),
  put: (address, response) => caches.default.put(address, response),
};

/** The cache that our code asks itself; none where the platform does. */
export function edgeCacheOf({ edgeCache }: Pick<Config, 'edgeCache'>): EdgeCache {
  return edgeCache === 'cache-api' ? CACHE_API : NO_CACHE;
}
