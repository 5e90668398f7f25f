/** What the entrypoints do: one service for each isolate, made at its first request. */
import { cache, exports, waitUntil } from 'cloudflare:workers';
import { errorReply } from '../oss/protocol/http/error-reply.ts';
import { newRequestId } from '../oss/protocol/http/request-id.ts';
import { toResponse } from '../oss/protocol/http/respond.ts';
import { ConfigError } from './config/setting.ts';
import type { Env } from './env.ts';
import { takeMessages } from './gateway/messages.ts';
import { sweep } from './gateway/sweep.ts';
import { misconfigured as unhealthy } from './operator/health.ts';
import { HEALTH } from './operator/operator.ts';
import { REQUEST } from './wire/address.ts';
import type { Host } from './host.ts';
import { createService, type Service } from './service.ts';

const HOST: Host = {
  ask: (address, request) => exports.Renderer.fetch(address, { headers: { [REQUEST]: request } }),
  purge: (tags) => exports.Renderer.purge(tags),
  waitUntil,
};

let service: Service | undefined;

function serviceOf(env: Env): Service {
  service ??= createService(env, HOST);
  return service;
}

/** Answers a caller. A wrong configuration is told to the log; callers only learn that something is wrong. */
export async function answer(request: Request, env: Env): Promise<Response> {
  try {
    const { operator, viewer, face } = serviceOf(env);
    return (await operator(request)) ?? (await viewer(request)) ?? (await face(request));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`Configuration: ${error.message}`);
    return new URL(request.url).pathname === HEALTH ? unhealthy() : misconfigured(request);
  }
}

function misconfigured({ method, url }: Request): Response {
  const now = Date.now();
  const requestId = newRequestId();
  const reply = errorReply(undefined, { method, requestId, host: new URL(url).hostname });
  return toResponse(reply, { method, requestId, received: now, now });
}

/** Answers the gateway. */
export function serve(request: Request, env: Env): Promise<Response> {
  return serviceOf(env).pictures(request);
}

/**
 * Drops cached pictures from Workers Cache. Other caches know no tags and need none: keys that hold an old ETag are not
 * asked for any more.
 */
export async function purgeTags(
  tags: readonly string[],
  env: Env,
  store: Pick<typeof cache, 'purge'> = cache,
): Promise<void> {
  if (serviceOf(env).config.edgeCache !== 'workers') return;
  const { success, errors } = await store.purge({ tags: [...tags] });
  if (!success) throw new Error(errors.map(({ message }) => message).join('; '));
}

/** Takes in news of objects that were written without this service, and its own tasks. */
export async function consume(batch: MessageBatch, env: Env): Promise<void> {
  await takeMessages(batch, serviceOf(env));
}

/** Removes what killed requests have left behind. */
export async function tidy(env: Env): Promise<void> {
  const swept = await sweep(serviceOf(env), Date.now());
  console.log(JSON.stringify({ event: 'sweep', ...swept }));
}
