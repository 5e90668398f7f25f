/** A Worker of this project in the local runtime, driven by miniflare: with stores of its own that end with it. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { askWrangler, QUIET, ROOT } from '../lib/wrangler.ts';
import type { Faults } from './faults.ts';
import { type Isolate, openIsolate } from './isolate.ts';

/** A runtime and what can be done to it from outside. */
export interface Runtime {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly origin: string;
  /** The R2 bucket of a binding, without faults. */
  bucket(binding: string): ReturnType<Miniflare['getR2Bucket']>;
  /** What the Worker's isolate holds. */
  isolate(): Promise<Isolate>;
  /** Sets the faults from now on; how often those before struck. */
  setFaults(faults: Faults): Promise<Record<string, number>>;
  /** Kills it in whatever it does and starts it again over the same stores, without faults. */
  kill(): Promise<void>;
  /** Ends it and removes what it wrote. */
  stop(): Promise<void>;
}

/** How a runtime is started. */
export interface RuntimeOptions {
  /** The Worker's main module; the one over failing stores when left out. */
  readonly main?: string;
  /** Variables in place of those of `wrangler.toml`. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** 0 or nothing: any free one. */
  readonly port?: number;
}

type Variables = NonNullable<V4WorkerOptions['bindings']>;

const NAME = 'edge-img';
/** Nothing but R2: what the runtime itself costs and keeps. */
export const PLAIN = 'scripts/chaos/worker/plain.ts';
/** The service over failing stores. */
const FAILING = 'scripts/chaos/worker/entry.ts';

/** Bundles the Worker and starts it. */
export async function startRuntime({
  main = FAILING,
  variables,
  port = 0,
}: RuntimeOptions = {}): Promise<Runtime> {
  Object.assign(process.env, QUIET);
  const folder = mkdtempSync(join(tmpdir(), 'edge-img-'));
  const printed = askWrangler(['deploy', main, '--dry-run', '--outdir', folder]);
  if (printed === undefined) throw new Error(`${main} cannot be bundled`);
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, 'wrangler.toml'));
  const settings = workerOptions as V4WorkerOptions;
  const options = convertV4MiniflareOptions({
    ...settings,
    bindings: {
      ...settings.bindings,
      EDGE_CACHE: 'cache-api',
      FRESHNESS_SECONDS: 0,
      ...variables,
    } as Variables,
    name: NAME,
    host: '127.0.0.1',
    port,
    inspectorPort: 0,
    modulesRoot: folder,
    modules: modulesIn(folder),
  } as Parameters<typeof convertV4MiniflareOptions>[0]);
  const runtime = new Miniflare(options);
  const origin = (await runtime.ready).origin;
  return {
    origin,
    bucket: (binding) => runtime.getR2Bucket(binding),
    isolate: async () =>
      openIsolate(await runtime.getInspectorURL(), NAME, () => fetch(origin, { method: 'HEAD' })),
    async setFaults(faults) {
      const answer = await fetch(`${origin}/-/faults`, { method: 'POST', body: JSON.stringify(faults) });
      return (await answer.json()) as Record<string, number>;
    },
    // Options that are set again end the runtime's process at once and start another.
    kill: () => runtime.setOptions(options),
    async stop() {
      await runtime.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Module {
  readonly type: 'ESModule' | 'CompiledWasm';
  readonly path: string;
}

/** The bundle and the WebAssembly beside it; the main module first, as the runtime wants it. */
function modulesIn(folder: string): Module[] {
  const names = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name));
  const modules = names.map((name): Module => ({
    type: name.endsWith('.js') ? 'ESModule' : 'CompiledWasm',
    path: join(folder, name),
  }));
  return modules.toSorted((a, b) => Number(b.type === 'ESModule') - Number(a.type === 'ESModule'));
}
