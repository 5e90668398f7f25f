import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeap } from '../../../src/codecs/raster/heap.ts';

const BASE = 100;
const newMemory = (): WebAssembly.Memory => new WebAssembly.Memory({ initial: 1 });

/** Takes a block of so many bytes, or gives back the block taken at that turn. */
type Turn = { readonly take: number } | { readonly give: number };
const turn: fc.Arbitrary<Turn> = fc.oneof(
  fc.record({ take: fc.integer({ min: 0, max: 50_000 }) }),
  fc.record({ give: fc.nat(20) }),
);

describe('heap', () => {
  it('gives out blocks that are inside memory, aligned and apart by the slack', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 40 }), (turns) => {
        const memory = newMemory();
        const heap = createHeap(memory, BASE);
        const live = new Map<number, number>();
        for (const turn of turns) {
          if ('take' in turn) live.set(heap.take(turn.take), turn.take);
          else {
            const address = [...live.keys()][turn.give];
            if (address !== undefined) heap.give(address);
            live.delete(address ?? -1);
          }
          const blocks = [...live].toSorted(([a], [b]) => a - b);
          let free = BASE;
          for (const [address, bytes] of blocks) {
            expect(address % 64).toBe(0);
            expect(address).toBeGreaterThanOrEqual(free);
            free = address + bytes + 64;
          }
          expect(free).toBeLessThanOrEqual(memory.buffer.byteLength);
        }
      }),
    );
  });

  it('uses a gap again before it grows', () => {
    const memory = newMemory();
    const heap = createHeap(memory, BASE);
    const [first, second] = [heap.take(20_000), heap.take(20_000)];
    heap.give(first);
    expect(heap.take(10_000)).toBe(first);
    heap.give(second);
    expect(heap.take(30_000)).toBeGreaterThan(first);
    expect(memory.buffer.byteLength).toBe(65_536);
  });

  it('ignores what was given back before', () => {
    const heap = createHeap(newMemory(), BASE);
    const first = heap.take(10);
    heap.give(first);
    heap.give(first);
    expect(heap.take(10)).toBe(first);
    expect(heap.take(10)).not.toBe(first);
  });
});
