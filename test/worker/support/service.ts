/** A service with settings of its own, whose talk with the runtime can be watched. */
import { env } from 'cloudflare:workers';
import { REQUEST } from '../../../src/worker/wire/address.ts';
import type { Host } from '../../../src/worker/host.ts';
import { createService, type Service } from '../../../src/worker/service.ts';

/** A service and what it did. */
export interface Watched {
  readonly service: Service;
  /** Addresses the renderer was asked for, in order. */
  readonly asked: string[];
  /** Tags that were purged. */
  readonly purged: string[];
  /** Asks the face; `path` without its leading slash. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** Waits for what goes on after the answers. */
  settle(): Promise<void>;
}

/** Starts a service; `variables` stand in for those of `wrangler.toml`, `call` for the world outside. */
export function startService(
  variables: Readonly<Record<string, unknown>> = {},
  call?: Host['call'],
): Watched {
  const asked: string[] = [];
  const purged: string[] = [];
  const background: Promise<unknown>[] = [];
  const host: Host = {
    ask(address, request) {
      asked.push(address);
      return service.pictures(new Request(address, { headers: { [REQUEST]: request } }));
    },
    purge(tags) {
      purged.push(...tags);
      return Promise.resolve();
    },
    waitUntil: (work) => background.push(work),
    ...(call && { call }),
  };
  const service = createService({ ...env, ...variables }, host);
  return {
    service,
    asked,
    purged,
    get: (path, init) => service.face(new Request(`http://127.0.0.1:8787/${path}`, init)),
    async settle() {
      while (background.length > 0) await Promise.all(background.splice(0));
    },
  };
}

/** Whether a picture came from the cache. */
export function cacheOf(response: Response): string | undefined {
  return /cache;desc="(\w+)"/.exec(response.headers.get('server-timing') ?? '')?.[1];
}
