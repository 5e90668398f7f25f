import { describe, expect, it } from 'vitest';
import { pagedStore } from '../../../src/text/bytes/paged.ts';
import { countingSource } from '../support/fonts.ts';

const PAGE = 16_384;
const file = Uint8Array.from({ length: 40 * PAGE + 100 }, (_, index) => (index * 7 + (index >> 8)) & 255);
const open = (capacity = 4 * PAGE) => {
  const source = countingSource(file);
  return { source, store: pagedStore(source, capacity) };
};

describe('pagedStore', () => {
  it.each([
    ['inside a page', 100, 50],
    ['over a border', PAGE - 10, 20],
    ['over three pages', PAGE - 10, 2 * PAGE],
    ['at the end', file.length - 30, 30],
    ['nothing at the end', file.length, 0],
  ])('reads %s', async (_, offset, length) => {
    const { store } = open();
    const [bytes] = await store.gather([0], () => store.bytes(offset, length));
    expect(bytes).toEqual(file.subarray(offset, offset + length));
  });

  it('fetches for all items together, near pages in one request', async () => {
    const { store, source } = open();
    const offsets = [0, 2 * PAGE, 3 * PAGE + 5, 30 * PAGE, 0];
    const read = await store.gather(offsets, (offset) => store.bytes(offset, 10)[3]);
    expect(read).toEqual(offsets.map((offset) => file[offset + 3]));
    expect(source.reads).toEqual([
      { offset: 0, length: 4 * PAGE },
      { offset: 30 * PAGE, length: PAGE },
    ]);
  });

  it('does not fetch again what it keeps, and keeps no more than its bound', async () => {
    const { store, source } = open(2 * PAGE);
    await store.gather([0, 5, 10], (page) => store.bytes(page * PAGE, 1));
    expect(store.held).toBe(2 * PAGE);
    const before = source.reads.length;
    await store.gather([0], () => store.bytes(10 * PAGE, 1));
    expect(source.reads.length).toBe(before);
  });

  it('follows reads that depend on reads before', async () => {
    const { store, source } = open(100 * PAGE);
    const chase = (start: number): number => {
      let place = start;
      for (let step = 0; step < 5; step++)
        place = ((store.bytes(place, 1)[0] ?? 0) * 2477 + step) % file.length;
      return place;
    };
    const [found] = await store.gather([9], chase);
    const again = (place: number, step: number): number =>
      step === 5 ? place : again(((file[place] ?? 0) * 2477 + step) % file.length, step + 1);
    expect(found).toBe(again(9, 0));
    expect(source.reads.length).toBeLessThanOrEqual(5);
  });

  describe('refuses a file that may pull all of itself', () => {
    /** As large as asked for, and all zeros. */
    const large = (pages: number) => {
      const reads: number[] = [];
      const read = (_: number, length: number) => {
        reads.push(length);
        return Promise.resolve(new Uint8Array(length));
      };
      return { store: pagedStore({ id: 'large', size: pages * PAGE, read }, 4 * PAGE), reads };
    };
    const fetched = (reads: readonly number[]) => reads.reduce((sum, length) => sum + length, 0);

    it('by one part: 768 pages are too much, one fewer are not', async () => {
      const { store, reads } = large(2000);
      const part = (length: number) => store.gather([0], () => store.bytes(0, length).length);
      await expect(part(768 * PAGE + 1)).rejects.toThrow('is too large');
      expect(reads).toEqual([]);
      expect(await part(768 * PAGE)).toEqual([768 * PAGE]);
    });

    it('by parts all over it', async () => {
      const { store, reads } = large(4000);
      const places = Array.from({ length: 769 }, (_, i) => i * 5 * PAGE);
      await expect(store.gather(places, (at) => store.bytes(at, 1))).rejects.toThrow('scattered too far');
      expect(reads).toEqual([]);
      expect(await store.gather(places.slice(1), (at) => store.bytes(at, 1))).toHaveLength(768);
    });

    it('by sending its reader from place to place', async () => {
      const { store, reads } = large(2000);
      let step = 0;
      const follow = () => {
        // Each page that has come names the next one.
        for (let i = 0; i <= step; i++) store.bytes(i * 8 * PAGE, 1);
        return step;
      };
      const endless = store.gather([0], () => {
        try {
          return follow() < 0;
        } finally {
          step++;
        }
      });
      await expect(endless).rejects.toThrow('scattered without end');
      expect(reads.length).toBeLessThanOrEqual(65);
      expect(fetched(reads)).toBeLessThanOrEqual(65 * PAGE);
    });
  });

  it('refuses what lies outside the file', async () => {
    const { store } = open();
    await expect(store.gather([0], () => store.bytes(file.length - 1, 2))).rejects.toThrow(
      'outside the file',
    );
  });

  it('refuses a file that ends while it is read, and a reader that never ends', async () => {
    const short = pagedStore({ id: 'x', size: 100, read: () => Promise.resolve(new Uint8Array(5)) }, PAGE);
    await expect(short.gather([0], () => short.bytes(0, 1))).rejects.toThrow('ended while it was read');
    const size = 1e9;
    const read = (_: number, length: number) => Promise.resolve(new Uint8Array(length));
    const endless = pagedStore({ id: 'x', size, read }, PAGE);
    let place = 0;
    const wander = () => {
      for (;;) endless.bytes((place += 10 * PAGE) % size, 1);
    };
    await expect(endless.gather([0], wander)).rejects.toThrow('scattered');
  });
});
