/** Runs wrangler of this project: without questions, metrics or look-ups that need the network. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const PROGRAM = fileURLToPath(new URL('../../node_modules/wrangler/bin/wrangler.js', import.meta.url));

/** What keeps wrangler and its runtime quiet and offline. */
export const QUIET = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  // The runtime would ask Cloudflare where in the world it is.
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
};

/** Starts wrangler in a process group of its own, its output on pipes. */
export function startWrangler(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

/** Runs wrangler to its end, its output shown, and tells whether it went well. */
export function runWrangler(args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    stdio: 'inherit',
  });
  return status === 0;
}

/** Runs wrangler to its end and gives what it printed; undefined when it failed. */
export function askWrangler(args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    encoding: 'utf8',
  });
  return status === 0 ? stdout : undefined;
}

/** Runs another script of this folder to its end. Throws when it fails. */
export function runScript(name: string): void {
  const { status } = spawnSync(process.execPath, [`scripts/${name}.ts`], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`scripts/${name}.ts failed`);
}
