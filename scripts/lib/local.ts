/** The local R2 buckets and KV namespace in `.wrangler/`, where `npm run dev` finds them, running or not. */
import { join } from 'node:path';
import { readBuckets } from '../../src/worker/config/buckets.ts';
import { QUIET, ROOT } from './wrangler.ts';

/** Where local state is kept unless `--state` says otherwise. */
export const STATE = join(ROOT, '.wrangler', 'state');

/** A bucket as callers see it. */
export interface LocalBucket {
  readonly name: string;
  has(key: string): Promise<boolean>;
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
}

/** What is kept on this machine. */
export interface Local {
  readonly buckets: readonly LocalBucket[];
  readonly styles: LocalNamespace;
  close(): Promise<void>;
}

/** What is used of a KV binding. */
export interface LocalNamespace {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

/** What is used of an R2 binding. */
interface LocalR2 {
  head(key: string): Promise<object | null>;
  put(
    key: string,
    bytes: Uint8Array,
    options: { readonly httpMetadata: { readonly contentType: string } },
  ): Promise<object>;
}

/** Opens what `wrangler.toml` binds, kept below `state`. Close it, or the process lives on. */
export async function openLocal(state = STATE): Promise<Local> {
  Object.assign(process.env, QUIET);
  // Loaded here, for it takes a second and most command lines go without.
  const { getPlatformProxy } = await import('wrangler');
  const { env, dispose } = await getPlatformProxy({
    configPath: join(ROOT, 'wrangler.toml'),
    // `wrangler dev` adds the version of its layout itself.
    persist: { path: join(state, 'v3') },
  });
  const buckets = readBuckets({ name: 'BUCKETS', value: env['BUCKETS'] });
  return {
    buckets: buckets.map(({ settings, binding, prefix }) =>
      localBucket(settings.name, prefix, env[binding] as LocalR2),
    ),
    styles: env['STYLES'] as LocalNamespace,
    close: dispose,
  };
}

function localBucket(name: string, prefix: string, r2: LocalR2): LocalBucket {
  return {
    name,
    has: async (key) => (await r2.head(prefix + key)) !== null,
    put: async (key, bytes, contentType) => {
      await r2.put(prefix + key, bytes, { httpMetadata: { contentType } });
    },
  };
}
