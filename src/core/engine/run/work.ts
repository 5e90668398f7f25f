/** The course every job takes: open its body, read its header, wait for memory and for its turn. */
import type { Source } from '../../spec/source.ts';
import { openBody, type Body } from './body.ts';
import type { CodecUse } from '../codec.ts';
import type { EngineParts, Job } from '../job.ts';
import type { Lanes, Pass } from './lanes.ts';
import { checkBytes, checkSource } from '../plan/limits.ts';
import { readSource } from './read-source.ts';
import { startWatch, type Watch } from './watch.ts';

/** Where and with what jobs run. */
export interface Host {
  readonly parts: EngineParts;
  readonly lanes: Lanes;
}

/** A job whose header is read. */
export interface Work extends Host {
  readonly job: Job;
  readonly source: Source;
  readonly body: Body;
  readonly pass: Pass;
  readonly watch: Watch;
}

/** What a job needs to render. */
export interface Need {
  /** Peak bytes. */
  readonly bytes: number;
  readonly uses: ReadonlySet<CodecUse>;
}

/**
 * Reads a job's header, refuses an original over the limits, and does `work`. However that ends, the body is closed and
 * the job's place is free.
 */
export async function withHeader<T>(
  job: Job,
  host: Host,
  pass: Pass,
  work: (work: Work) => Promise<T>,
): Promise<T> {
  const { codecs, limits, now } = host.parts;
  checkBytes(job.size, limits);
  const body = openBody(job.body, job.size);
  const watch = startWatch(now);
  try {
    const source = await readSource(body, job.size, codecs, pass);
    checkSource(source, limits);
    watch.lap('head');
    return await work({ ...host, job, source, body, pass, watch });
  } finally {
    pass.leave();
    await body.close();
  }
}

/** Does `render` with all the original's bytes, once the bytes it needs are promised and it is this job's turn. */
export async function withBytes<T>(
  { parts, lanes, body, pass, watch }: Work,
  { bytes, uses }: Need,
  render: (file: Uint8Array) => Promise<T>,
): Promise<T> {
  const reservation = await parts.ledger.reserve(bytes);
  pass.leave();
  try {
    const file = await body.all();
    return await inTurn(lanes, () => {
      watch.lap('wait');
      makeRoom(parts, uses);
      return render(file);
    });
  } finally {
    reservation.release();
  }
}

/** What codecs keep for later jobs is part of the isolate's memory: it yields to what is promised now. */
function makeRoom({ ledger, trim }: EngineParts, uses: ReadonlySet<CodecUse>): void {
  trim?.(uses, ledger.capacity - ledger.reserved);
}

async function inTurn<T>({ render }: Lanes, work: () => Promise<T>): Promise<T> {
  const end = await render.take();
  try {
    return await work();
  } finally {
    end();
  }
}
