/**
 * One long-lived instance of a WebAssembly module. Memory of dropped instances lingers uncollected, so an instance
 * is kept and reused, and replaced after it threw or when others need its room. Renders take turns, so whoever uses it
 * has it alone.
 */
import { ProcessError } from '../core/spec/error.ts';
import type { CodecUse } from './codec.ts';

export interface Kept<E> {
  /** The instance's exports, made on first use. */
  use(): E;
  /** Forgets the instance: after a throw its state is not to be trusted, and its memory may be wanted elsewhere. */
  discard(): void;
  /** Forgets an instance that has grown larger than is kept. */
  dropLarge(): void;
  /** Bytes of its memory now; 0 without an instance. */
  readonly bytes: number;
}

/** What is worked with here. */
export type Worked<E> = Pick<Kept<E>, 'use' | 'discard' | 'dropLarge'>;

/** A library whose memory has grown beyond this is not kept for the next picture: it would stand beside that one's plan. */
export const KEEP_BYTES = 32 * 1024 * 1024;

/**
 * What `work` makes with an instance, which is given up after any error but a refusal: a trap leaves it in a state nobody
 * knows.
 */
export async function* guarded<E, T, R>(
  kept: Worked<E>,
  work: (exports: E) => AsyncGenerator<T, R> | Generator<T, R>,
): AsyncGenerator<T, R> {
  try {
    return yield* work(kept.use());
  } catch (error) {
    throw distrusted(kept, error);
  } finally {
    kept.dropLarge();
  }
}

/** The same where nothing is waited for. */
export function* guardedSync<E, T, R>(
  kept: Worked<E>,
  work: (exports: E) => Generator<T, R>,
): Generator<T, R> {
  try {
    return yield* work(kept.use());
  } catch (error) {
    throw distrusted(kept, error);
  } finally {
    kept.dropLarge();
  }
}

/** Ends what was begun on an instance, unless that was given up meanwhile. */
export function end<E>(kept: Kept<E>, work: (exports: E) => void): void {
  if (kept.bytes === 0) return;
  try {
    work(kept.use());
  } catch (error) {
    throw distrusted(kept, error);
  }
}

function distrusted(kept: Worked<unknown>, error: unknown): unknown {
  if (!(error instanceof ProcessError)) kept.discard();
  return error;
}

/** What every kernel exports. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
}

/**
 * Keeps an instance of a module without imports, unless it has grown beyond `keepBytes`; `uses` as `counted` takes them.
 * That a kernel exports what `E` says is held by `test/architecture/kernels.test.ts`.
 */
export function keepInstance<E extends KernelExports>(
  module: WebAssembly.Module,
  uses: readonly CodecUse[] = [],
  keepBytes = Infinity,
): Kept<E> {
  let exports: E | undefined;
  const kept: Kept<E> = {
    use() {
      exports ??= new WebAssembly.Instance(module).exports as unknown as E;
      return exports;
    },
    discard() {
      exports = undefined;
    },
    dropLarge() {
      if (kept.bytes > keepBytes) kept.discard();
    },
    get bytes() {
      return exports?.memory.buffer.byteLength ?? 0;
    },
  };
  return counted(kept, uses);
}

/** What counts and can be given up. */
type Holder = Pick<Kept<never>, 'bytes' | 'discard'>;

const all = new Map<Holder, readonly CodecUse[]>();

/**
 * Has a kept instance counted by `keptBytes` from now on, and given up by `forgetOthers` while a job has none of its
 * `uses`. One without uses serves every job.
 */
export function counted<K extends Holder>(kept: K, uses: readonly CodecUse[] = []): K {
  all.set(kept, uses);
  return kept;
}

/** Bytes of WebAssembly memory that all kept instances of this isolate hold now. */
export function keptBytes(): number {
  return sum([...all.keys()]);
}

/** Forgets instances that serve none of `needed`, the largest first, until these hold at most `budget` bytes. */
export function forgetOthers(needed: ReadonlySet<CodecUse>, budget: number): void {
  const others = [...all]
    .filter(([, uses]) => uses.length > 0 && !uses.some((use) => needed.has(use)))
    .map(([holder]) => holder)
    .toSorted((a, b) => b.bytes - a.bytes);
  let held = sum(others);
  for (const holder of others) {
    if (held <= budget) return;
    held -= holder.bytes;
    holder.discard();
  }
}

/** Forgets all instances. Jobs that still hold one go on with it alone. */
export function forgetAll(): void {
  for (const holder of all.keys()) holder.discard();
}

function sum(holders: readonly Holder[]): number {
  return holders.reduce((total, { bytes }) => total + bytes, 0);
}
