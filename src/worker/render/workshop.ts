/** Makes pictures. Identical ones that are asked for at the same time are made once. */
import type { Engine, Result } from '../../core/engine/engine.ts';
import type { Marks } from '../../core/spec/marks.ts';
import type { Bucket, Buckets } from '../../oss/ports.ts';
import { planText, timingOf } from './diagnostics.ts';
import { type Asked, fromAddress } from './derivative.ts';
import { OriginalChanged, type Rendered } from './wire.ts';

export interface WorkshopParts {
  readonly engine: Engine;
  readonly buckets: Buckets;
  /** What watermarks on a picture of this bucket may draw. */
  marksOf(bucket: Bucket): Marks;
  /** Keeps work going when whoever asked for it has gone. */
  waitUntil(work: Promise<unknown>): void;
}

/** A picture, and whether somebody else had asked for it first. */
export interface Made {
  readonly rendered: Rendered;
  readonly shared: boolean;
}

export interface Workshop {
  /** The picture of an address. Throws ProcessError, and OriginalChanged when its original is no longer there. */
  make(address: string): Promise<Made>;
}

export function createWorkshop(parts: WorkshopParts): Workshop {
  const underway = new Map<string, Promise<Rendered>>();

  function begin(address: string): Promise<Rendered> {
    const work = render(fromAddress(address), parts).finally(() => underway.delete(address));
    underway.set(address, work);
    // Others may wait for this one, and the engine's turn must be given back: it goes on if its caller hangs up.
    parts.waitUntil(work.catch(() => undefined));
    return work;
  }

  return {
    async make(address) {
      const other = underway.get(address);
      return { rendered: await (other ?? begin(address)), shared: other !== undefined };
    },
  };
}

async function render(
  { bucket: name, key, etag, chain }: Asked,
  { engine, buckets, marksOf }: WorkshopParts,
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
