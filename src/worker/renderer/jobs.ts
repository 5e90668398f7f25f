/**
 * Makes pictures. Identical ones that are asked for at the same time are made once; one that nobody waits for any more
 * is given up, queued or half made; and a job that dies takes nothing with it.
 */
import type { Chain } from '../../core/engine/chain/parse.ts';
import type { Engine } from '../../core/engine/engine.ts';
import type { Result } from '../../core/engine/job.ts';
import { JobLost, type Lease } from '../../core/engine/lease.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Buckets } from '../../oss/ports.ts';
import { planText, timingOf } from './diagnostics.ts';
import { awake, createLeases, type Leases, within } from '../leases.ts';
import type { MarksOf } from './marks/marks.ts';
import { PATIENCE, steady, storeIsSlow } from './steady-body.ts';
import { type PictureRequest, fromAddress } from '../wire/address.ts';
import { SourceChanged } from '../wire/errors.ts';
import { readVersions } from '../wire/mark-references.ts';
import type { Rendered } from '../wire/response.ts';

/** What pictures are made with. */
export interface JobsParts {
  readonly buckets: Buckets;
  readonly engine: Engine;
  /** What watermarks on a picture of a bucket may draw for a job. */
  readonly marksOf: MarksOf;
  /** Keeps work going when whoever asked for it has gone. */
  waitUntil(work: Promise<unknown>): void;
  readonly leases?: Leases | undefined;
  /** Told of everything that was made. */
  made?(result: Result): void;
}

/** A picture, and whether somebody else had asked for it first. */
export interface Made {
  readonly rendered: Rendered;
  readonly shared: boolean;
  /** Says that the caller is done with the picture: its memory is counted until all who use it are. */
  done(): void;
  /** One more use of it, and how that one ends. */
  use(): () => void;
}

/** Makes pictures by their addresses. */
export interface Jobs {
  /**
   * The picture of an address; `signal` tells that the caller has gone. Throws ProcessError, and SourceChanged when
   * what it is made of is no longer there.
   */
  make(address: string, signal?: AbortSignal): Promise<Made>;
}

/** Seconds that a job may take, waiting included. */
const JOB_SECONDS = 90;

interface Underway {
  readonly work: Promise<Rendered>;
  readonly lease: Lease;
  /** Who waits for the picture or reads it. */
  users: number;
  finished: boolean;
}

/** One per isolate, for its memory ledger counts only its own jobs. */
export function createJobs({ waitUntil, leases = createLeases(), ...parts }: JobsParts): Jobs {
  const underway = new Map<string, Underway>();

  function begin(address: string): Underway {
    const { lease, finish } = leases.open(JOB_SECONDS, tookTooLong);
    const making = lease.until(render(fromAddress(address), { ...parts, lease }));
    const job: Underway = { lease, users: 0, finished: false, work: making };
    const leave = () => void (underway.get(address) === job && underway.delete(address));
    lease.hold(leave);
    // Others may wait for this one, and what it holds must be given back: it goes on when its caller hangs up.
    waitUntil(
      making
        .then(finish, () => lease.end())
        .finally(() => {
          job.finished = true;
          leave();
          if (job.users === 0) lease.end();
        }),
    );
    underway.set(address, job);
    return job;
  }

  function letGo(job: Underway, address: string): void {
    if (--job.users > 0) return;
    if (job.finished) job.lease.end();
    else job.lease.stop(new Error('nobody waits for the picture'));
    if (underway.get(address) === job) underway.delete(address);
  }

  async function make(address: string, signal: AbortSignal | undefined): Promise<Made> {
    const other = underway.get(address);
    const job = other ?? begin(address);
    const use = () => {
      job.users++;
      return once(() => letGo(job, address));
    };
    const done = use();
    signal?.addEventListener('abort', done);
    try {
      const rendered = await awake(job.work);
      return { rendered, shared: other !== undefined, done, use };
    } catch (error) {
      // Whoever began it is gone, and the job with it.
      if (other && error instanceof JobLost) return make(address, signal);
      throw error;
    }
  }

  return { make };
}

interface Task extends Pick<JobsParts, 'buckets' | 'engine' | 'marksOf' | 'made'> {
  readonly lease: Lease;
}

async function render(
  { bucket: name, key, etag, chain, offer, marks: versions }: PictureRequest,
  { buckets, engine, marksOf, lease, made }: Task,
): Promise<Rendered> {
  const bucket = await buckets.find(name);
  const object = bucket && (await within(bucket.objects.get(key, { etag }), PATIENCE, storeIsSlow));
  if (!bucket || !object) throw new SourceChanged();
  const { size } = object;
  const body = steady(object.body);
  const marks = marksOf(bucket, readVersions(chain, versions), lease);
  const parsed = offered(engine.parse(chain), offer);
  const result = await engine.render({ chain: parsed, size, body, marks, lease });
  made?.(result);
  return toRendered(result);
}

/** The chain with a format that is offered to the caller: refused where it cannot hold what the picture's own can. */
function offered(chain: Chain, offer: PictureRequest['offer']): Chain {
  return offer === '' ? chain : { ...chain, wish: { ...chain.wish, format: offer, keepsMovement: true } };
}

function toRendered(result: Result): Rendered {
  const { type, plan, chunks, size } = result;
  return { chunks, size, type, timing: timingOf(result), plan: plan && planText(plan) };
}

function once(act: () => void): () => void {
  let left = true;
  return () => {
    if (!left) return;
    left = false;
    act();
  };
}

function tookTooLong(): ProcessError {
  return new ProcessError(
    'ServiceUnavailable',
    'Please reduce your request rate: the picture waited too long.',
  );
}
