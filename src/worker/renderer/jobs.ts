/** Makes pictures. Identical ones that are asked for at the same time are made once. */
import type { Engine } from '../../core/engine/engine.ts';
import type { Result } from '../../core/engine/job.ts';
import type { Marks } from '../../core/spec/marks.ts';
import type { Bucket, Buckets } from '../../oss/ports.ts';
import { planText, timingOf } from './diagnostics.ts';
import { type Asked, fromAddress } from '../wire/address.ts';
import { OriginalChanged } from '../wire/errors.ts';
import type { Rendered } from '../wire/response.ts';

/** Where pictures are made: an engine, and what watermarks on a picture of a bucket may draw. */
export interface Bench {
  readonly engine: Engine;
  marksOf(bucket: Bucket): Marks;
}

/** What a workshop is made of. */
export interface WorkshopParts {
  readonly buckets: Buckets;
  /** Sets up a bench; again when the one before has come to a standstill. */
  setUp(): Bench;
  /** Keeps work going when whoever asked for it has gone. */
  waitUntil(work: Promise<unknown>): void;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
}

/** A picture, and whether somebody else had asked for it first. */
export interface Made {
  readonly rendered: Rendered;
  readonly shared: boolean;
}

/** Makes pictures by their addresses. */
export interface Workshop {
  /** The picture of an address. Throws ProcessError, and OriginalChanged when its original is no longer there. */
  make(address: string): Promise<Made>;
}

/**
 * Milliseconds without a finished picture after which a busy bench counts as dead. The platform drops a request's work
 * half a minute after its caller has gone, at the end of its CPU time at once; the engine's turn is then never given
 * back. No picture takes this long.
 */
const STANDSTILL = 90_000;

/** Makes a workshop; one per isolate, for its memory ledger counts only its own jobs. */
export function createWorkshop({ buckets, setUp, waitUntil, now = Date.now }: WorkshopParts): Workshop {
  const underway = new Map<string, Promise<Rendered>>();
  let bench = setUp();
  let lastSign = now();

  function replaceDead(): void {
    if (underway.size === 0) lastSign = now();
    if (now() - lastSign < STANDSTILL) return;
    console.warn(`${underway.size} pictures came to a standstill: a new engine takes over`);
    underway.clear();
    bench = setUp();
    lastSign = now();
  }

  function begin(address: string): Promise<Rendered> {
    const work = render(fromAddress(address), buckets, bench).finally(() => {
      lastSign = now();
      if (underway.get(address) === work) underway.delete(address);
    });
    underway.set(address, work);
    // Others may wait for this one, and the engine's turn must be given back: it goes on if its caller hangs up.
    waitUntil(work.catch(() => undefined));
    return work;
  }

  return {
    async make(address) {
      replaceDead();
      const other = underway.get(address);
      return { rendered: await (other ?? begin(address)), shared: other !== undefined };
    },
  };
}

async function render(
  { bucket: name, key, etag, chain }: Asked,
  buckets: Buckets,
  { engine, marksOf }: Bench,
): Promise<Rendered> {
  const bucket = buckets.get(name);
  const object = await bucket?.objects.get(key, { etag });
  if (!bucket || !object) throw new OriginalChanged();
  const { size, body } = object;
  return toRendered(await engine.render({ chain: engine.parse(chain), size, body, marks: marksOf(bucket) }));
}

function toRendered(result: Result): Rendered {
  const { type, plan, chunks, size } = result;
  return {
    bytes: joined(chunks, size),
    type,
    timing: timingOf(result),
    plan: plan && planText(plan),
  };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
