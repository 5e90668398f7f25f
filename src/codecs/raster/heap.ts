/** Blocks of a kernel's linear memory: several users of one instance, each giving back what it took. */

/** Vector loads and stores may run over the end of a block by less than this. */
const SLACK = 64;
const PAGE = 65_536;

/** Memory that is taken and given back block by block. */
export interface Heap {
  /** Address of a block of `bytes`, a multiple of 64; its content is not cleared. Throws RangeError when memory ends. */
  take(bytes: number): number;
  /** Gives back the block at this address. */
  give(address: number): void;
}

interface Block {
  readonly from: number;
  readonly to: number;
}

/** A heap in `memory` from address `base` on. A job has some dozens of blocks, so the first gap is simply searched. */
export function createHeap(memory: WebAssembly.Memory, base: number): Heap {
  const blocks: Block[] = [];

  function place(bytes: number): { from: number; index: number } {
    let from = align(base);
    for (const [index, block] of blocks.entries()) {
      if (block.from - from >= bytes) return { from, index };
      from = block.to;
    }
    return { from, index: blocks.length };
  }

  return {
    take(bytes) {
      const length = align(bytes + SLACK);
      const { from, index } = place(length);
      const missing = from + length - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      blocks.splice(index, 0, { from, to: from + length });
      return from;
    },
    give(address) {
      const index = blocks.findIndex(({ from }) => from === address);
      if (index >= 0) blocks.splice(index, 1);
    },
  };
}

function align(bytes: number): number {
  return Math.ceil(bytes / SLACK) * SLACK;
}
