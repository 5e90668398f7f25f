/** A store over a file that is read by range: pages on demand, the latest kept, under a bound of bytes. */
import { BrokenFont } from '../broken.ts';
import type { FontSource } from '../ports.ts';
import { Absent, type ByteStore, checkRange } from './store.ts';

const PAGE = 16_384;
/** Pages closer than this are fetched in one request: a request costs more than the bytes between. */
const MAX_GAP = 4;
/** Most pages in one request. */
const MAX_RUN = 32;
/** A file that sends its reader about more often, or further, than any honest font does is refused. */
const MAX_ROUNDS = 64;
const MAX_PAGES = 768;

interface Run {
  readonly first: number;
  last: number;
}

/** Keeps about `capacity` bytes between gathers; a gather may hold up to 12 MiB while it runs. */
export function pagedStore(source: FontSource, capacity: number): ByteStore {
  const pages = new Map<number, Uint8Array>();
  const wanted = new Set<number>();
  let gathering = 0;

  /** The page, marked as the latest used; noted as wanted when it is not here. */
  function page(index: number): Uint8Array | undefined {
    const found = pages.get(index);
    if (!found) wanted.add(index);
    else if (pages.size > 1) {
      pages.delete(index);
      pages.set(index, found);
    }
    return found;
  }

  /** True when all these pages are here; the others are noted as wanted. */
  function present(first: number, last: number): boolean {
    let all = true;
    for (let index = first; index <= last; index++) all = page(index) !== undefined && all;
    return all;
  }

  function assemble(offset: number, length: number, first: number, last: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = first; index <= last; index++) {
      const start = index * PAGE;
      const part = pages.get(index)?.subarray(Math.max(0, offset - start), offset + length - start);
      if (part) bytes.set(part, Math.max(0, start - offset));
    }
    return bytes;
  }

  async function fetchWanted(): Promise<void> {
    const runs = coalesce([...wanted].toSorted((a, b) => a - b));
    wanted.clear();
    await Promise.all(
      runs.map(async ({ first, last }) => {
        const offset = first * PAGE;
        const length = Math.min(source.size, (last + 1) * PAGE) - offset;
        const bytes = await source.read(offset, length);
        if (bytes.length !== length) throw new BrokenFont('the file ended while it was read');
        // Each page owns its memory, so that dropping one frees it.
        for (let index = first; index <= last; index++) {
          pages.set(index, bytes.slice((index - first) * PAGE, (index - first + 1) * PAGE));
        }
      }),
    );
  }

  function trim(): void {
    for (const [index] of pages) {
      if (pages.size * PAGE <= capacity) break;
      pages.delete(index);
    }
  }

  async function gather<T, R>(items: readonly T[], read: (item: T) => R): Promise<R[]> {
    const results = new Map<number, R>();
    for (let round = 0; results.size < items.length; round++) {
      if (round > MAX_ROUNDS) throw new BrokenFont('its parts are scattered without end');
      for (const [index, item] of items.entries()) {
        if (results.has(index)) continue;
        attempt(() => results.set(index, read(item)));
      }
      if (pages.size + wanted.size > MAX_PAGES) throw new BrokenFont('its parts are scattered too far');
      await fetchWanted();
    }
    return items.map((_, index) => results.get(index) as R);
  }

  return {
    size: source.size,
    get held() {
      return pages.size * PAGE;
    },
    bytes(offset, length) {
      checkRange(offset, length, source.size);
      if (length === 0) return new Uint8Array();
      const first = Math.floor(offset / PAGE);
      const last = Math.floor((offset + length - 1) / PAGE);
      if (last - first >= MAX_PAGES) throw new BrokenFont(`a part of ${length} bytes is too large`);
      if (!present(first, last)) throw new Absent();
      const only = first === last ? pages.get(first) : undefined;
      return only
        ? only.subarray(offset - first * PAGE, offset - first * PAGE + length)
        : assemble(offset, length, first, last);
    },
    async gather(items, read) {
      gathering++;
      try {
        return await gather(items, read);
      } finally {
        wanted.clear();
        gathering--;
        // Pages dropped under another gather would only be fetched again.
        if (gathering === 0) trim();
      }
    },
  };
}

/** Runs `read` unless its bytes are not here yet. */
function attempt(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
  }
}

/** Ascending page numbers as few runs with small gaps. */
function coalesce(indexes: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run && index - run.last <= MAX_GAP && index - run.first < MAX_RUN) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs;
}
