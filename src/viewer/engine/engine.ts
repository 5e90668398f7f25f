/**
 * The service's engine in the reader's browser, in a thread of its own: what it is sent, and what it answers. It is
 * loaded when the first picture is dropped, and the picture leaves the page for nobody.
 */
import { createKernels } from '../../codecs/raster/kernels.ts';
import type { WasmModules } from '../../codecs/modules.ts';
import { createCodecs, trimCodecs } from '../../codecs/registry.ts';
import { createEngine, type Engine } from '../../core/engine/engine.ts';
import { createLedger } from '../../core/engine/ledger.ts';
import { planFacts } from '../../core/engine/plan/facts.ts';
import { OSS_LIMITS } from '../../core/engine/plan/limits.ts';
import { OPERATIONS } from '../../core/ops/index.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Marks } from '../../core/spec/marks.ts';
import { createText } from '../../text/text.ts';
import type { EngineAnswer, EngineQuestion, EngineRefusal } from './messages.ts';

/**
 * Names of the kernels beside the page that are loaded with the first picture, filled in when it is built. What the encoders of
 * `small` need is not there: the page has none.
 */
declare const ENGINE_MODULES: readonly (keyof WasmModules)[];
/** As much as the service gives its jobs, so that the page refuses what the service would. */
const LEDGER_BYTES = 96 * 1024 * 1024;
const AS_IT_IS = 'image/auto-orient,1';

function loadModule(name: string): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(fetch(`wasm/${name}.wasm`));
}

/** A loader that loads one time: the two large decoders come with the first picture that needs them. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}

async function openEngine(): Promise<Engine> {
  const compiled = await Promise.all(ENGINE_MODULES.map(async (name) => [name, await loadModule(name)]));
  const modules = {
    ...Object.fromEntries(compiled),
    hevc: once(() => loadModule('hevc')),
    avifDecode: once(() => loadModule('avifDecode')),
    avifEncode: once(() => loadModule('avifEncode')),
  } as WasmModules;
  return createEngine({
    codecs: createCodecs(modules),
    kernels: createKernels(modules.raster),
    operations: OPERATIONS,
    limits: OSS_LIMITS,
    limitPolicy: 'result',
    ledger: createLedger({ capacity: LEDGER_BYTES, maxWaiting: 64 }),
    trim: trimCodecs,
    now: () => performance.now(),
  });
}

/** Fonts come from the service; those of a bucket are not for everybody. */
const setText = createText({
  async asset(path) {
    const response = await fetch(`fonts/${path}`);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
  },
  brotli: () => Promise.reject(new Error('no built font is compressed')),
});

/** Picture marks are objects of the bucket that the reader came from. */
function marksOf(engine: Engine, bucket: string): Marks {
  return {
    async picture(key, chain = AS_IT_IS, canvas) {
      const response = await fetch(`/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`);
      if (!response.ok) throw new ProcessError('WatermarkError', `${bucket} has no ${key} for everybody.`);
      const bytes = await response.blob();
      return engine.raster({ chain: engine.parse(chain), size: bytes.size, body: bodyOf(bytes) }, canvas);
    },
    text: (request) => setText(request, async () => undefined),
  };
}

function bodyOf(file: Blob): AsyncIterable<Uint8Array> {
  const reader = file.stream().getReader();
  return {
    async *[Symbol.asyncIterator]() {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
    },
  };
}

let opened: Promise<Engine> | undefined;

async function answer({ file, process, bucket }: EngineQuestion): Promise<EngineAnswer> {
  const engine = await (opened ??= openEngine());
  const job = { size: file.size, body: bodyOf(file), marks: marksOf(engine, bucket) };
  const { chunks, type, plan } = await engine.render({ chain: engine.parse(process), ...job });
  return {
    blob: new Blob(chunks as Uint8Array<ArrayBuffer>[], { type }),
    plan: plan ? planFacts(plan) : {},
  };
}

function refusalOf(error: unknown): EngineRefusal {
  if (!(error instanceof ProcessError)) {
    return { status: 500, code: 'InternalError', message: String(error), ec: undefined };
  }
  const { status, code, message, detail } = error;
  return { status, code, message, ec: detail.ec };
}

// The page's types name its window; here it is the thread's own port.
const port = globalThis as unknown as Worker;
port.addEventListener('message', async ({ data }: MessageEvent<EngineQuestion & { readonly id: number }>) => {
  const { id } = data;
  try {
    port.postMessage({ id, answer: await answer(data) }, []);
  } catch (error) {
    port.postMessage({ id, refusal: refusalOf(error) }, []);
  }
});
