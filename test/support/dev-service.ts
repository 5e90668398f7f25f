/** The service as `npm run dev` starts it, for tests: on a free port, with buckets of its own in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A service that runs. */
export interface DevService {
  readonly port: number;
  /** Folder of its buckets. */
  readonly state: string;
  readonly process: ChildProcess;
  /** What it said until it was ready. */
  readonly said: string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/**
 * Starts the service with these options and waits until it says that it is ready. Rejects with its output when it ends
 * before.
 */
export async function startDevService(options: readonly string[] = []): Promise<DevService> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-img-'));
  const state = join(folder, 'state');
  const port = await freePort();
  const child = spawn(process.execPath, [
    'scripts/dev.ts',
    '--port',
    `${port}`,
    '--state',
    state,
    ...options,
  ]);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = await whenReady(child, port);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, state, process: child, said, stop };
}

function whenReady(child: ReturnType<typeof spawn>, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (text: Buffer) => {
      output += text.toString();
      if (output.includes(`Ready on http://127.0.0.1:${port}`)) resolve(output);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => reject(new Error(output)));
  });
}
