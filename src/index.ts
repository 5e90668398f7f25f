/** Entrypoints: the gateway answers callers, the renderer behind it makes pictures and is what the edge cache keeps. */
import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Env } from './worker/env.ts';
import { answer, consume, purgeTags, serve, tidy } from './worker/entry.ts';

/** Answers every request of callers, takes messages of queues, and tidies up by the clock. */
export default class Gateway extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Promise<Response> {
    return answer(request, this.env);
  }
  override queue(batch: MessageBatch): Promise<void> {
    return consume(batch, this.env);
  }
  override scheduled(): Promise<void> {
    return tidy(this.env);
  }
}

/** Makes pictures for the gateway alone: it has no route, and trusts whoever asks. */
export class Renderer extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Promise<Response> {
    return serve(request, this.env);
  }
  /** Drops cached pictures by tag: a cache is purged from its own entrypoint only. */
  purge(tags: readonly string[]): Promise<void> {
    return purgeTags(tags, this.env);
  }
}
