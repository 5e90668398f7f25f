/**
 * `npm run deploy [-- --dry-run]`: creates the buckets and the namespace that `wrangler.toml` names where they are
 * missing, and deploys. Needs `npx wrangler login` once; a dry run needs no account and shows the bundle's size.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './lib/command.ts';
import { engineVersion } from './lib/engine-version.ts';
import { askWrangler, ROOT, runScript, runWrangler } from './lib/wrangler.ts';

const CONFIG = join(ROOT, 'wrangler.toml');
/** Ids of namespaces are 32 hexadecimal digits; until the first deployment the file has a name there. */
const NAMESPACE = /(\[\[kv_namespaces\]\]\nbinding = "STYLES"\nid = )"([^"]*)"/;

function valuesOf(name: string, config: string): string[] {
  return [...config.matchAll(new RegExp(`^${name} = "([^"]+)"`, 'gm'))].map(([, value = '']) => value);
}

function createBuckets(): void {
  const known = askWrangler(['r2', 'bucket', 'list']);
  if (known === undefined)
    throw new Error('wrangler cannot list R2 buckets: run `npx wrangler login` first.');
  const names = new Set([...known.matchAll(/^name:\s+(\S+)$/gm)].map(([, name]) => name));
  for (const name of valuesOf('bucket_name', readFileSync(CONFIG, 'utf8'))) {
    if (!names.has(name)) must(['r2', 'bucket', 'create', name]);
  }
}

/** Puts the namespace's id in the place of its name: it is no secret, and the next deployment finds it there. */
function createNamespace(): void {
  const config = readFileSync(CONFIG, 'utf8');
  const title = NAMESPACE.exec(config)?.[2];
  if (title === undefined) throw new Error('wrangler.toml has no [[kv_namespaces]] with the binding STYLES.');
  if (/^[0-9a-f]{32}$/.test(title)) return;
  const id = findNamespace(title) ?? (must(['kv', 'namespace', 'create', title]), findNamespace(title));
  if (id === undefined) throw new Error(`The namespace ${title} was created but is not listed: try again.`);
  writeFileSync(CONFIG, config.replace(NAMESPACE, `$1"${id}"`));
}

function findNamespace(title: string): string | undefined {
  const listed = JSON.parse(askWrangler(['kv', 'namespace', 'list']) ?? '[]') as {
    id: string;
    title: string;
  }[];
  return listed.find((namespace) => namespace.title === title)?.id;
}

function must(args: readonly string[]): void {
  if (!runWrangler(args)) throw new Error(`wrangler ${args.join(' ')} failed.`);
}

function deploy(dryRun: boolean): void {
  runScript('build-wasm');
  runScript('fonts');
  runScript('build-viewer');
  if (!dryRun) {
    createBuckets();
    createNamespace();
  }
  const version = ['--var', `ENGINE_VERSION:${engineVersion()}`];
  must(['deploy', '--minify', ...version, ...(dryRun ? ['--dry-run', '--outdir', '.wrangler/bundle'] : [])]);
}

const USAGE = `usage: npm run deploy [-- --dry-run]
  creates on Cloudflare what is missing there, and deploys; once before: npx wrangler login
  --dry-run   needs no account and shows the bundle's size`;

await runCommand(
  { usage: USAGE, options: { 'dry-run': { type: 'boolean', default: false } } },
  ({ values }) => deploy(values['dry-run']),
);
