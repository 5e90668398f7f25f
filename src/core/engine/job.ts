/** What a job is, needs and gives. */
import type { Kernels } from '../image/kernels/kernels.ts';
import type { Marks } from '../spec/marks.ts';
import type { Operation } from '../spec/operation.ts';
import type { PlanContext } from '../spec/step.ts';
import type { Chain } from './chain/parse.ts';
import type { CodecTable, CodecUse } from './codec.ts';
import type { Ledger } from './ledger.ts';
import type { Lease } from './lease.ts';
import type { Limits } from './plan/limits.ts';
import type { JobPlan } from './plan/plan.ts';

/** What an engine is made of; everything comes from outside. */
export interface EngineParts {
  readonly codecs: CodecTable;
  readonly kernels: Kernels;
  readonly operations: readonly Operation[];
  readonly limits: Limits;
  readonly limitPolicy: PlanContext['limitPolicy'];
  readonly scaling?: PlanContext['scaling'];
  readonly ledger: Ledger;
  /**
   * Gives up what codecs keep between jobs, except for `uses`, until that holds no more than `budget` bytes. Called
   * when a job's turn to render has come, before it decodes. Codecs that keep nothing need none.
   */
  trim?(uses: ReadonlySet<CodecUse>, budget: number): void;
  /** Forgets what codecs keep: a job died while it used them. Codecs that keep nothing need none. */
  reset?(): void;
  /** Gives the event loop of the host a turn; a host that answers nobody else needs none. */
  rest?(): Promise<void>;
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
  /**
   * The job's life. What the result takes of the ledger is the lease's until it ends; without one it is given back with
   * the answer.
   */
  readonly lease?: Lease | undefined;
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
