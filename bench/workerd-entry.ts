// Declares what an imported `.wasm` is; the file is no module that could be imported.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../src/worker/modules.d.ts" />
/**
 * A Worker that is nothing but the engine and a stopwatch. `POST /?chain=…&runs=N` with a picture answers the
 * milliseconds of one run, as text.
 */
import { createCodecs, trimCodecs } from '../src/codecs/registry.ts';
import { createKernels } from '../src/codecs/raster/kernels.ts';
import { createEngine, type Engine } from '../src/core/engine/engine.ts';
import { createLedger } from '../src/core/engine/ledger.ts';
import { OSS_LIMITS } from '../src/core/engine/plan/limits.ts';
import { OPERATIONS } from '../src/core/ops/index.ts';
import { WASM } from '../src/worker/renderer/wasm.ts';
import { OPTIONS } from './options.ts';

const engine = createEngine({
  codecs: createCodecs(WASM, OPTIONS),
  kernels: createKernels(WASM.raster),
  operations: OPERATIONS,
  limits: OSS_LIMITS,
  limitPolicy: 'result',
  ledger: createLedger({ capacity: 96 * 1024 * 1024, maxWaiting: 1 }),
  trim: trimCodecs,
  now: () => Date.now(),
});

export default {
  async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const runs = Number(searchParams.get('runs'));
    return new Response(String(await time(engine, bytes, searchParams.get('chain')!, runs)));
  },
};

/** Clocks of Workers stand still between inputs and outputs, so a timer that fires at once sets them. */
async function time(engine: Engine, bytes: Uint8Array, text: string, runs: number): Promise<number> {
  const chain = engine.parse(text);
  const start = await now();
  for (let run = 0; run < runs; run++) await engine.render({ chain, size: bytes.length, body: once(bytes) });
  return ((await now()) - start) / runs;
}

async function now(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  return performance.now();
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
