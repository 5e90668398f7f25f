/** Weighs one job in a process of its own, which runs `weigh-here.ts`. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PictureName } from './pictures.ts';
import type { Work } from './work.ts';

/** A job to be weighed, as the process is told it. */
export interface Weighing {
  /** `held` counts what is alive, `resident` what the system sees: the first collects garbage all the time. */
  readonly what: 'held' | 'resident';
  readonly peer: 'ours' | 'sharp';
  readonly picture: PictureName;
  readonly work: Work;
  /** How many of the same at once. */
  readonly jobs: number;
}

export interface Weight {
  /** Bytes of the file. */
  readonly file: number;
  /**
   * Most bytes over idle. `held`: WebAssembly memories and array buffers, input and result included. `resident`: of
   * the whole process, with garbage, compiled code and the compiler's own work.
   */
  readonly bytes: number;
  /** What the engine planned for one job; null for sharp. */
  readonly planned: number | null;
}

/** Undefined when the picture is not at hand. */
export async function weigh(weighing: Weighing): Promise<Weight | undefined> {
  const script = fileURLToPath(new URL('weigh-here.ts', import.meta.url));
  const flags = weighing.what === 'held' ? ['--expose-gc'] : [];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    script,
    JSON.stringify(weighing),
  ]);
  return (JSON.parse(stdout) as Weight | null) ?? undefined;
}
