/** Runs `wrangler dev` until it or the user ends it, and leaves no process behind. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startWrangler } from './wrangler.ts';

/** How the service runs. */
export interface DevOptions {
  readonly host: string;
  readonly port: number;
  /** Folder of the local buckets. */
  readonly state: string;
  /** Variables in place of those of `wrangler.toml`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Milliseconds that wrangler has to end by itself. */
const PATIENCE = 3000;
/** Milliseconds between looks at whether the parent still lives. */
const PARENT_CHECK = 500;

/** Gives the exit code: 0 when the user ended it. */
export async function startService(options: DevOptions): Promise<number> {
  const child = startWrangler(argumentsOf(options));
  let asked = false;
  const stop = () => {
    asked = true;
    end(child);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('exit', () => signalGroup(child, 'SIGKILL'));
  whenOrphaned(stop);
  showOutput(child);
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve(asked ? 0 : (code ?? 1)));
  });
}

/** npm runs scripts in a shell that dies without a word to its children when npm is told to end. */
function whenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), PARENT_CHECK).unref();
}

function argumentsOf({ host, port, state, variables }: DevOptions): string[] {
  const vars = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const address = ['--ip', host, '--port', `${port}`, '--inspector-port', '0'];
  return [
    'dev',
    '--local',
    ...address,
    '--persist-to',
    state,
    '--show-interactive-dev-session=false',
    ...vars,
  ];
}

/** Shows nothing of the start but `Ready on …`; if it fails, everything. */
function showOutput(child: ChildProcess): void {
  const start: string[] = [];
  let ready = false;
  const show = (line: string) => {
    const text = line.replace(/^\[wrangler:info\] /, '');
    if (text.startsWith('Ready on ')) ready = true;
    if (ready) console.log(text);
    else start.push(text);
  };
  if (child.stdout) createInterface(child.stdout).on('line', show);
  if (child.stderr) createInterface(child.stderr).on('line', show);
  child.on('exit', () => {
    if (!ready) console.error(start.join('\n'));
  });
}

function end(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE).unref();
}

/** Reaches the runtime that wrangler started as well. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // All of them have ended.
  }
}
