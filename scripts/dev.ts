/**
 * `npm run dev [-- --port N] [--state FOLDER] [--var NAME:VALUE]`: the whole service on this machine, without account or
 * network.
 */
import { createServer } from 'node:net';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CALLBACK_KEY_OBJECT, localKeyPair } from './lib/callback-key.ts';
import { Mistake, runCommand, wholeNumber } from './lib/command.ts';
import { engineVersion } from './lib/engine-version.ts';
import { STATE } from './lib/local.ts';
import { LOCAL_ADMIN_KEY } from './lib/operator.ts';
import { LOCAL_BUCKET, LOCAL_CREDENTIALS } from './lib/place.ts';
import { startService } from './lib/dev-service.ts';
import { ROOT, runScript } from './lib/wrangler.ts';

const HOST = '127.0.0.1';

/** Keys for SDKs on this machine; the service listens to nobody else. `.dev.vars` has its own when it is there. */
const LOCAL_KEYS = {
  [LOCAL_CREDENTIALS.accessKeyId]: {
    secret: LOCAL_CREDENTIALS.accessKeySecret,
    permissions: ['read', 'write', 'styles'],
  },
};

/** Pictures that the viewer begins with; `lib/seed.ts` stores them. */
const SAMPLES = ['example.jpg', 'landscape.jpg', 'portrait.jpg', 'logo.png', 'chart.png', 'dusk.webp'].map(
  (key) => `${LOCAL_BUCKET}/${key}`,
);

const USAGE = `usage: npm run dev [-- OPTION…]
  --port N           where it listens (8787)
  --state FOLDER     where the local buckets are kept (.wrangler/state)
  --var NAME:VALUE   a setting in place of the one in wrangler.toml; as often as you like
  --callback HOST    a host that uploads may ask to be called back: localhost:3000; as often as you like`;

/** Rejects when somebody else listens there: wrangler would silently move to another port. */
function checkFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    const taken = `Port ${port} is taken: stop what runs there or choose another one with --port N.`;
    probe.once('error', () => reject(new Error(taken)));
    probe.listen(port, HOST, () => probe.close(() => resolve()));
  });
}

/** `NAME:VALUE`, as often as it was given. */
function readSettings(settings: readonly string[]): Record<string, string> {
  const wrong = settings.find((setting) => !/^\w+:/.test(setting));
  if (wrong !== undefined) throw new Mistake(`--var ${wrong}: expected NAME:VALUE.`);
  const given = settings.map((setting) => setting.split(/:(.*)/s).slice(0, 2));
  return Object.fromEntries(given) as Record<string, string>;
}

/** All settings. The kernels must be built: they are part of the engine's version. */
function variables(): Record<string, string> {
  return {
    ENGINE_VERSION: engineVersion(),
    // Workers Cache has no local simulation, and what `npm run put` stores should be seen at once.
    EDGE_CACHE: 'cache-api',
    FRESHNESS_SECONDS: '0',
    PLAN_HEADER: 'true',
    VIEWER: 'true',
    VIEWER_SAMPLES: JSON.stringify(SAMPLES),
    ...(existsSync('.dev.vars')
      ? {}
      : { ACCESS_KEYS: JSON.stringify(LOCAL_KEYS), ADMIN_KEY: LOCAL_ADMIN_KEY }),
  };
}

/** Buckets, those that callers make among them, with the hosts that may be called back, and what signs such calls. */
async function callbackVariables(
  port: number,
  state: string,
  callbacks: readonly string[],
): Promise<Record<string, string>> {
  const { unstable_readConfig: readConfig } = await import('wrangler');
  const { vars } = readConfig({ config: join(ROOT, 'wrangler.toml') });
  const buckets = Object.entries(vars['BUCKETS'] as Readonly<Record<string, object>>);
  const allowing = buckets.map(([name, bucket]) => [name, { ...bucket, callbacks }]);
  return {
    BUCKETS: JSON.stringify(Object.fromEntries(allowing)),
    // SDKs' samples begin with a bucket of their own.
    BUCKET_TEMPLATE: JSON.stringify({ binding: 'PRIVATE', callbacks }),
    // On a command line a key is one line.
    CALLBACK_KEY: localKeyPair(state).privateKey.replaceAll('\n', ' ').trim(),
    CALLBACK_KEY_URL: `http://${HOST}:${port}/${LOCAL_BUCKET}/${CALLBACK_KEY_OBJECT}`,
  };
}

/** Builds and fills what is missing. */
async function prepare(state: string): Promise<void> {
  console.log('Building what is missing: kernels, fonts, viewer …');
  runScript('build-wasm');
  runScript('fonts');
  runScript('build-viewer');
  console.log('Looking into the local buckets …');
  // Drawing the samples needs the kernels that were just built.
  const { seed } = await import('./lib/seed.ts');
  if (await seed(state)) console.log('Sample pictures and styles are in the local bucket.');
  console.log('Starting the service …');
}

await runCommand(
  {
    usage: USAGE,
    options: {
      port: { type: 'string', default: '8787' },
      state: { type: 'string', default: STATE },
      var: { type: 'string', multiple: true, default: [] },
      callback: { type: 'string', multiple: true, default: [] },
    },
  },
  async ({ values: { port: text, state, var: settings, callback: hosts } }) => {
    const port = wholeNumber('port', text, 1, 65_535);
    const given = readSettings(settings);
    await checkFree(port);
    await prepare(state);
    return startService({
      host: HOST,
      port,
      state,
      variables: { ...variables(), ...(await callbackVariables(port, state, hosts)), ...given },
    });
  },
);
