/**
 * `npm run dev [-- --port N] [--state FOLDER] [--var NAME:VALUE]`: the whole service on this machine, without account or
 * network.
 */
import { createServer } from 'node:net';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { engineVersion } from './lib/engine-version.ts';
import { STATE } from './lib/local.ts';
import { startService } from './lib/dev-service.ts';
import { runScript } from './lib/wrangler.ts';

const HOST = '127.0.0.1';

/** Keys for SDKs on this machine; the service listens to nobody else. `.dev.vars` has its own when it is there. */
const LOCAL_KEYS = {
  TestAccessKeyId: { secret: 'TestAccessKeySecret', permissions: ['read', 'write', 'styles'] },
};

/** Pictures that the viewer begins with; `lib/seed.ts` stores them. */
const SAMPLES = ['example.jpg', 'landscape.jpg', 'portrait.jpg', 'logo.png', 'chart.png', 'dusk.webp'].map(
  (key) => `examplebucket/${key}`,
);

interface Options {
  readonly port: number;
  /** Folder of the local buckets. */
  readonly state: string;
  /** Settings in place of those of `wrangler.toml`, `NAME:VALUE`. */
  readonly settings: readonly string[];
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      state: { type: 'string', default: STATE },
      var: { type: 'string', multiple: true, default: [] },
    },
  });
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port < 1 || port > 65_535) {
    throw new Error(`--port ${values.port}: expected a number from 1 to 65535.`);
  }
  return { port, state: values.state, settings: values.var };
}

/** Rejects when somebody else listens there: wrangler would silently move to another port. */
function checkFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    const taken = `Port ${port} is taken: stop what runs there or choose another one with --port N.`;
    probe.once('error', () => reject(new Error(taken)));
    probe.listen(port, HOST, () => probe.close(() => resolve()));
  });
}

function variables(settings: readonly string[]): Record<string, string> {
  const given = settings.map((setting) => setting.split(/:(.*)/s).slice(0, 2));
  return {
    ENGINE_VERSION: engineVersion(),
    // Workers Cache has no local simulation, and what `npm run put` stores should be seen at once.
    EDGE_CACHE: 'cache-api',
    FRESHNESS_SECONDS: '0',
    PLAN_HEADER: 'true',
    VIEWER: 'true',
    VIEWER_SAMPLES: JSON.stringify(SAMPLES),
    ...(existsSync('.dev.vars') ? {} : { ACCESS_KEYS: JSON.stringify(LOCAL_KEYS) }),
    ...(Object.fromEntries(given) as Record<string, string>),
  };
}

/** Builds and fills what is missing. */
async function prepare(state: string): Promise<void> {
  runScript('build-wasm');
  runScript('fonts');
  runScript('build-viewer');
  // Drawing the samples needs the kernels that were just built.
  const { seed } = await import('./lib/seed.ts');
  if (await seed(state)) console.log('Sample pictures and styles are in the local bucket.');
}

try {
  const { port, state, settings } = readOptions();
  await checkFree(port);
  await prepare(state);
  process.exitCode = await startService({ host: HOST, port, state, variables: variables(settings) });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
