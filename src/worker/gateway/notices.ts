/**
 * R2 event notifications: objects that were written without this service (dashboard, S3 API, other Workers). Their
 * remembered heads and cached pictures are dropped, and the styles their bucket names are rendered before anyone asks.
 */
import { ProcessError } from '../../core/spec/error.ts';
import { OFFERED } from '../../core/spec/source.ts';
import { OssError } from '../../oss/protocol/error/oss-error.ts';
import { expand, isNegotiated } from '../../oss/handlers/process/expand.ts';
import type { ObjectHead } from '../../oss/ports.ts';
import type { Services } from '../../oss/request/call.ts';
import { type BucketConfig, readMadeKey } from '../config/buckets.ts';
import type { Config } from '../config/config.ts';
import type { WorkerBucket, WorkerBuckets } from '../storage/buckets.ts';

/** What notices are taken in with: the isolate's service has it all. */
export interface NoticeParts {
  readonly config: Pick<Config, 'buckets'>;
  readonly buckets: WorkerBuckets;
  readonly services: Services;
}

/** The part of a notification that counts here. */
export interface Notice {
  /** The object's key in R2. */
  readonly key: string;
  /** Undefined after a deletion. */
  readonly etag: string | undefined;
}

/** Undefined for anything that is no notification of R2: such a message would never become one. */
export function readNotice(body: unknown): Notice | undefined {
  const { object } = (body ?? {}) as {
    readonly object?: { readonly key?: unknown; readonly eTag?: unknown };
  };
  if (typeof object?.key !== 'string') return undefined;
  return { key: object.key, etag: typeof object.eTag === 'string' ? object.eTag : undefined };
}

/**
 * A notification names an R2 bucket, of which a Worker knows only its binding: every bucket that could hold the key
 * forgets it, and renders only what it really holds in the announced version.
 */
export async function takeNotice({ key, etag }: Notice, service: NoticeParts): Promise<void> {
  const made = readMadeKey(key);
  if (made) return service.services.changes.changed(made.bucket, [made.key]);
  for (const config of service.config.buckets) {
    const bucket = await service.buckets.find(config.settings.name);
    if (!bucket || !key.startsWith(config.prefix)) continue;
    const name = key.slice(config.prefix.length);
    service.services.changes.changed(config.settings.name, [name]);
    if (config.prerender.length === 0 || etag === undefined) continue;
    const original = await bucket.objects.head(name);
    if (original?.etag === etag) await prerender(bucket, original, config, service);
  }
}

/** What callers may accept: nothing in particular, or one of the formats; who accepts several gets what one of these gets. */
const ACCEPTED = [undefined, ...OFFERED.map((format) => `image/${format}`)];

async function prerender(
  bucket: WorkerBucket,
  original: ObjectHead,
  { prerender }: BucketConfig,
  { services }: NoticeParts,
): Promise<void> {
  for (const style of prerender) {
    try {
      const chain = await expand(services, bucket.settings.name, {
        chain: undefined,
        style,
        saveAs: undefined,
      });
      const job = { bucket, original, chain: chain.text, trusted: true } as const;
      for (const accept of isNegotiated(bucket.settings, chain) ? ACCEPTED : [undefined]) {
        const { body } = await services.renderer.render({ ...job, accept });
        if (body instanceof ReadableStream) await body.cancel();
      }
    } catch (error) {
      // Not every object is a picture, and a style may be gone: nobody waits for the answer. A store may be back soon.
      if (!(error instanceof ProcessError || error instanceof OssError) || error.status === 503) throw error;
    }
  }
}
