/** The engine's face to its hosts: one job in, one picture or report out. */
import type { Size } from '../image/picture.ts';
import type { Raster } from '../spec/marks.ts';
import type { Chain } from './chain/parse.ts';
import { parseChain } from './chain/parse.ts';
import type { EngineParts, Job, Result } from './job.ts';
import { rasterJob } from './run/raster.ts';
import { renderJob } from './run/render.ts';
import { createTurns } from './run/turns.ts';

/** Parses chains and runs jobs. */
export interface Engine {
  /** Checks a chain and gives its steps and canonical text. Throws ProcessError. */
  parse(text: string): Chain;
  /**
   * Renders one job. Jobs wait in the ledger for their peak bytes and then render one at a time, the short before
   * the long, so every codec instance has one user. Throws ProcessError for whatever the caller or the picture did wrong.
   */
  render(job: Job): Promise<Result>;
  /**
   * The pixels of a job whose picture is drawn onto another one of size `canvas`, for `Marks.picture` alone: it runs
   * inside the job of that other picture. Corners that steps cut off are transparent in every format. Throws
   * ProcessError, also for pixels of more than 32 MiB.
   */
  raster(job: Job, canvas: Size): Promise<Raster>;
}

/** Puts an engine together. */
export function createEngine(parts: EngineParts): Engine {
  const runner = { parts, lanes: { early: createTurns(), render: createTurns() } };
  return {
    parse: (text) => parseChain(text, parts.operations),
    render: (job) => renderJob(job, runner),
    raster: (job, canvas) => rasterJob(job, canvas, runner),
  };
}
