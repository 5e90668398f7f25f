/** The course every job takes: open its body, read its header, wait for memory and for its turn. */
import type { Source } from '../../spec/source.ts';
import { openBody, type Body } from './body.ts';
import type { CodecUse } from '../codec.ts';
import type { EngineParts, Job } from '../job.ts';
import { createLease, type Lease } from '../lease.ts';
import type { Lanes, Pass } from './lanes.ts';
import { checkBytes, checkSource } from '../plan/limits.ts';
import { readSource } from './read-source.ts';
import { createPace, type Pace } from './pace.ts';
import { startWatch, type Watch } from './watch.ts';

/** What runs jobs: the parts of the engine, and the lanes that jobs wait in. */
export interface Runner {
  readonly parts: EngineParts;
  readonly lanes: Lanes;
}

/** A job whose header is read. */
export interface Work extends Runner {
  readonly job: Job;
  readonly lease: Lease;
  readonly source: Source;
  readonly body: Body;
  readonly pass: Pass;
  readonly watch: Watch;
}

/** What a job needs to render. */
export interface Need<T> {
  /** Peak bytes. */
  readonly bytes: number;
  /** Reference milliseconds. */
  readonly cost: number;
  readonly uses: ReadonlySet<CodecUse>;
  /** Bytes that live on when the rest is given back. */
  kept(result: T): number;
}

/**
 * Reads a job's header, refuses an original over the limits, and does `work`. However that ends, the body is closed and
 * the job's place is free.
 */
export async function withHeader<T>(
  job: Job,
  runner: Runner,
  passOf: (lease: Lease) => Pass,
  work: (work: Work) => Promise<T>,
): Promise<T> {
  const { codecs, limits, now } = runner.parts;
  checkBytes(job.size, limits);
  const lease = job.lease ?? createLease();
  const pass = passOf(lease);
  const body = openBody(untilStopped(job.body, lease), job.size);
  const watch = startWatch(now);
  try {
    const source = await readSource(body, job.size, codecs, pass);
    checkSource(source, codecs.get(source.format) ?? {}, limits);
    watch.lap('head');
    return await work({ ...runner, job, lease, source, body, pass, watch });
  } finally {
    pass.leave();
    await body.close();
    if (!job.lease) lease.end();
  }
}

/** A body that fails as soon as its job is to stop, even while it waits for bytes that never come. */
function untilStopped(body: AsyncIterable<Uint8Array>, lease: Lease): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const chunks = body[Symbol.asyncIterator]();
      return {
        next: () => lease.until(chunks.next()),
        async return() {
          const closed = chunks.return?.() ?? Promise.resolve();
          // It may wait for the very bytes that nobody waits for any more.
          if (lease.stopped) closed.catch(() => undefined);
          else await closed;
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** Does `render` with all the original's bytes, once the bytes it needs are promised and it is this job's turn. */
export async function withBytes<T>(
  { parts, lanes, lease, body, pass, watch }: Work,
  { bytes, cost, uses, kept }: Need<T>,
  render: (file: Uint8Array, pace: Pace) => Promise<T>,
): Promise<T> {
  const reservation = await pass.reserve(bytes, cost);
  try {
    const file = await body.all();
    const end = await lanes.render.take({ cost, lease }, parts.reset);
    try {
      watch.lap('wait');
      makeRoom(parts, uses);
      const result = await render(file, createPace({ rest: parts.rest, lease, cost }));
      reservation.keep(kept(result));
      return result;
    } finally {
      end();
    }
  } catch (error) {
    reservation.release();
    throw error;
  }
}

/** What codecs keep for later jobs is part of the isolate's memory: it yields to what is promised now. */
export function makeRoom({ ledger, trim }: EngineParts, uses: ReadonlySet<CodecUse>): void {
  trim?.(uses, ledger.capacity - ledger.reserved);
}
