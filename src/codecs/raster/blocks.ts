/** The blocks that one picture's work takes from the heap, by name. */
import type { Heap } from './heap.ts';

/** Blocks that are given back together. */
export interface Blocks {
  /** Gives all of them back. */
  free(): void;
}

/** Takes a block of so many bytes for each name; all of them or, when memory ends, none. */
export function takeBlocks<Name extends string>(
  heap: Heap,
  sizes: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> & Blocks {
  const at: Record<string, number> = {};
  const free = (): void => Object.values(at).forEach((address) => heap.give(address));
  try {
    for (const name in sizes) at[name] = heap.take(sizes[name]);
  } catch (error) {
    free();
    throw error;
  }
  return { ...(at as Record<Name, number>), free };
}
