/** The engine in Node: the same core, codecs and limits as in a Worker, over modules read from disk. */
import { createEngine, type Engine } from '../../src/core/engine/engine.ts';
import type { EngineParts } from '../../src/core/engine/job.ts';
import { createLedger } from '../../src/core/engine/ledger.ts';
import { OSS_LIMITS } from '../../src/core/engine/plan/limits.ts';
import { OPERATIONS } from '../../src/core/ops/index.ts';
import { type CodecOptions, createCodecs, trimCodecs } from '../../src/codecs/registry.ts';
import { createKernels } from '../../src/codecs/raster/kernels.ts';
import { loadModules } from './modules.ts';

export interface NodeEngineOptions extends CodecOptions {
  /** What jobs may hold together; 96 MiB as in a Worker. */
  readonly ledgerBytes?: number | undefined;
  /** Parts to put in the place of the usual ones. */
  readonly parts?: Partial<EngineParts> | undefined;
}

const LEDGER_BYTES = 96 * 1024 * 1024;
const MAX_WAITING = 64;

/** Makes an engine. Its codecs keep their WebAssembly instances, so make one and use it for good. */
export async function nodeEngine(options: NodeEngineOptions = {}): Promise<Engine> {
  const modules = await loadModules();
  return createEngine({
    codecs: createCodecs(modules, options),
    kernels: createKernels(modules.raster),
    operations: OPERATIONS,
    limits: OSS_LIMITS,
    limitPolicy: 'result',
    ledger: createLedger({ capacity: options.ledgerBytes ?? LEDGER_BYTES, maxWaiting: MAX_WAITING }),
    trim: trimCodecs,
    now: () => performance.now(),
    ...options.parts,
  });
}

/** Bytes as an original's body. */
export async function* bodyOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
