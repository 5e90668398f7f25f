/** An engine over the plain formats of `codec.ts`, and jobs for it. */
import { createEngine, type Engine } from '../../../src/core/engine/engine.ts';
import type { EngineParts, Job } from '../../../src/core/engine/job.ts';
import { createLedger } from '../../../src/core/engine/ledger.ts';
import { OSS_LIMITS } from '../../../src/core/engine/plan/limits.ts';
import { plainKernels } from '../../../src/core/image/kernels/plain.ts';
import { EVERY_OPERATION } from '../../../src/core/ops/index.ts';
import { decodePlain, encodePlain, plainCodecs } from './codec.ts';
import type { Held } from './pictures.ts';

/** An engine with room for anything, unless told otherwise. */
export function plainEngine(parts: Partial<EngineParts> = {}): Engine {
  return createEngine({
    codecs: plainCodecs(),
    kernels: plainKernels,
    operations: EVERY_OPERATION,
    limits: OSS_LIMITS,
    limitPolicy: 'result',
    ledger: createLedger({ capacity: 2 ** 40, maxWaiting: 100 }),
    now: () => performance.now(),
    ...parts,
  });
}

/** A body that comes in chunks of so many bytes. */
export async function* chunked(bytes: Uint8Array, length = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** A job on a file. */
export function jobOf(engine: Engine, file: Uint8Array, chain: string, rest: Partial<Job> = {}): Job {
  return { chain: engine.parse(chain), size: file.length, body: chunked(file), ...rest };
}

/** What a chain makes of a picture stored in a plain format. */
export async function process(
  picture: Held,
  chain: string,
  format: 'jpg' | 'png' = 'jpg',
  parts: Partial<EngineParts> = {},
): Promise<Held> {
  const engine = plainEngine(parts);
  const { chunks } = await engine.render(jobOf(engine, encodePlain(picture, format), chain));
  return decodePlain(joined(chunks));
}

interface ReportOptions extends Partial<EngineParts> {
  readonly format?: 'jpg' | 'png';
  readonly body?: (file: Uint8Array) => AsyncIterable<Uint8Array>;
}

/** The text a report answers for a picture stored in a plain format. */
export async function reportOf(picture: Held, report: string, options: ReportOptions = {}): Promise<string> {
  const { format = 'jpg', body = chunked, ...parts } = options;
  const engine = plainEngine(parts);
  const file = encodePlain(picture, format);
  const { chunks } = await engine.render(jobOf(engine, file, `image/${report}`, { body: body(file) }));
  return new TextDecoder().decode(joined(chunks));
}

/** All chunks in one. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}
