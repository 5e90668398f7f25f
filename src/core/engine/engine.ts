/** The engine's face to its hosts: one job in, one picture or report out. */
import type { Kernels } from '../image/kernels/kernels.ts';
import type { Size } from '../image/picture.ts';
import type { Marks, Raster } from '../spec/marks.ts';
import type { Operation } from '../spec/operation.ts';
import type { PlanContext } from '../spec/step.ts';
import type { CodecTable, CodecUse } from './codec.ts';
import type { Ledger } from './ledger.ts';
import type { Limits } from './limits.ts';
import type { Chain } from './parse.ts';
import { parseChain } from './parse.ts';
import type { JobPlan } from './plan.ts';
import { rasterJob } from './raster.ts';
import { renderJob } from './render.ts';
import { createTurns } from './turns.ts';

/** What an engine is made of; everything comes from outside. */
export interface EngineParts {
  readonly codecs: CodecTable;
  readonly kernels: Kernels;
  readonly operations: readonly Operation[];
  readonly limits: Limits;
  readonly limitPolicy: PlanContext['limitPolicy'];
  readonly ledger: Ledger;
  /**
   * Gives up what codecs keep between jobs, except for `uses`, until that holds no more than `budget` bytes. Called
   * when a job's turn to render has come, before it decodes. Codecs that keep nothing need none.
   */
  trim?(uses: ReadonlySet<CodecUse>, budget: number): void;
  /** Milliseconds; for `phases` only. */
  now(): number;
}

/** One original and what is to be made of it. */
export interface Job {
  readonly chain: Chain;
  /** Bytes of the stored object. */
  readonly size: number;
  /** The object's bytes, read once; the header is parsed and the job planned before the rest is pulled. */
  readonly body: AsyncIterable<Uint8Array>;
  /** What watermarks may fetch; a chain with a watermark is refused without it. */
  readonly marks?: Marks | undefined;
}

/** A finished job. */
export interface Result {
  /** The encoded picture, or the report's JSON text, in order. */
  readonly chunks: readonly Uint8Array[];
  /** Bytes of all chunks. */
  readonly size: number;
  /** Media type. */
  readonly type: string;
  /** The plan; undefined for a report. */
  readonly plan: JobPlan | undefined;
  /** Milliseconds spent in each phase, in order: reading the header, planning, waiting for memory, rendering. */
  readonly phases: Readonly<Record<'head' | 'plan' | 'wait' | 'render', number>>;
}

/** Parses chains and runs jobs. */
export interface Engine {
  /** Checks a chain and gives its steps and canonical text. Throws ProcessError. */
  parse(text: string): Chain;
  /**
   * Renders one job. Jobs wait in the ledger for their peak bytes and then render one at a time, so every codec
   * instance has one user. Throws ProcessError for whatever the caller or the picture did wrong.
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
  const host = { parts, lanes: { unpromised: createTurns(), render: createTurns() } };
  return {
    parse: (text) => parseChain(text, parts.operations),
    render: (job) => renderJob(job, host),
    raster: (job, canvas) => rasterJob(job, canvas, host),
  };
}
