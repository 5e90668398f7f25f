/**
 * Keeps one instance of a codec that jSquash built with Emscripten. Its glue is used directly, with the compiled
 * module handed in: the packages' own entry points load other variants at run time, which a Worker cannot do.
 * Such a memory grows with the largest picture it saw and never shrinks, so a large one is given up after use.
 */
import type { CodecUse } from './codec.ts';
import { counted, KEEP_BYTES } from './instance.ts';

/** The factory that a glue file exports; `C` is what its module offers once it is ready. */
export type Glue<C> = (options: {
  readonly noInitialRun: true;
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    ready: (instance: WebAssembly.Instance) => void,
  ) => WebAssembly.Exports;
}) => Promise<C>;

export interface KeptCodec<C> {
  /**
   * Runs `work` on the instance, which is made on first use. The instance is forgotten when `work` throws, and when
   * its memory has passed `KEEP_BYTES`.
   */
  run<T>(work: (codec: C) => T): Promise<T>;
  /** Forgets the instance. */
  discard(): void;
  /** Bytes of its memory now; 0 without an instance. */
  readonly bytes: number;
}

/** Keeps an instance; `uses` as `counted` takes them. */
export function keepCodec<C>(
  module: WebAssembly.Module,
  glue: Glue<C>,
  uses: readonly CodecUse[] = [],
): KeptCodec<C> {
  let codec: Promise<C> | undefined;
  let memory: WebAssembly.Memory | undefined;

  function instantiate(): Promise<C> {
    return glue({
      noInitialRun: true,
      instantiateWasm(imports, ready) {
        const instance = new WebAssembly.Instance(module, imports);
        memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
        ready(instance);
        return instance.exports;
      },
    });
  }

  const kept: KeptCodec<C> = {
    async run(work) {
      codec ??= instantiate();
      try {
        return work(await codec);
      } catch (error) {
        kept.discard();
        throw error;
      } finally {
        if (kept.bytes > KEEP_BYTES) kept.discard();
      }
    },
    discard() {
      codec = undefined;
      memory = undefined;
    },
    get bytes() {
      return memory?.buffer.byteLength ?? 0;
    },
  };
  return counted(kept, uses);
}
