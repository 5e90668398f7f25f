/**
 * One long-lived instance of a WebAssembly module. Memory of dropped instances lingers uncollected, so an instance
 * is kept and reused, and replaced only after it threw. Renders take turns, so whoever uses it has it alone.
 */
export interface Kept<E> {
  /** The instance's exports, made on first use. */
  use(): E;
  /** Forgets the instance: after a throw its state is not to be trusted. */
  discard(): void;
  /** Bytes of its memory now; 0 without an instance. */
  readonly bytes: number;
}

/** What every kernel exports. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
}

export function keepInstance<E extends KernelExports>(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports = {},
): Kept<E> {
  let exports: E | undefined;
  return counted({
    use() {
      exports ??= new WebAssembly.Instance(module, imports).exports as unknown as E;
      return exports;
    },
    discard() {
      exports = undefined;
    },
    get bytes() {
      return exports?.memory.buffer.byteLength ?? 0;
    },
  });
}

const all = new Set<{ readonly bytes: number }>();

/** Has a kept instance counted by `keptBytes` from now on. */
export function counted<K extends { readonly bytes: number }>(kept: K): K {
  all.add(kept);
  return kept;
}

/** Bytes of WebAssembly memory that all kept instances of this isolate hold now. */
export function keptBytes(): number {
  let sum = 0;
  for (const { bytes } of all) sum += bytes;
  return sum;
}
