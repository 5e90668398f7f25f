/** Listings of what callers may see, beside what is hidden, over a bucket whose pages are as short as they like. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { GuardedR2 } from '../../../src/worker/storage/guarded-r2.ts';
import { listVisible } from '../../../src/worker/storage/listing.ts';

interface Asked {
  readonly prefix?: string;
  readonly delimiter?: string;
  readonly startAfter?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** Entries of a listing in order: keys, and what stands for several of them. */
function fold(keys: readonly string[], { prefix = '', delimiter }: Asked): Map<string, string> {
  const folded = new Map<string, string>();
  for (const key of keys.filter((one) => one.startsWith(prefix)).toSorted()) {
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    // The last key of each, by which it is passed.
    folded.set(end < 0 ? key : key.slice(0, end + (delimiter ?? '').length), key);
  }
  return folded;
}

/** R2 with these keys: at most `most` entries a page, and what it was asked. */
function bucketOf(keys: readonly string[], most: number) {
  const asked: Asked[] = [];
  const list = async (options: Asked) => {
    asked.push(options);
    const after = options.cursor ?? options.startAfter ?? '';
    const entries = [
      ...fold(
        keys.filter((key) => key > after),
        options,
      ),
    ];
    const shown = entries.slice(0, Math.min(options.limit ?? 1000, most));
    const names = new Set(keys);
    const isKey = ([name]: readonly [string, string]) => names.has(name) && !isFolded(name, options);
    return {
      objects: shown.filter(isKey).map(([key]) => ({ key })),
      delimitedPrefixes: shown.filter((entry) => !isKey(entry)).map(([name]) => name),
      truncated: shown.length < entries.length,
      cursor: shown.at(-1)?.[1],
    };
  };
  return { bucket: { list } as unknown as GuardedR2, asked };
}

function isFolded(name: string, { prefix = '', delimiter }: Asked): boolean {
  return delimiter !== undefined && name.indexOf(delimiter, prefix.length) >= 0;
}

const letters = fc.constantFrom('!', '-', '/', '0', 'a', 'b');
const name = fc.array(letters, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const listing = fc.record({
  keys: fc.uniqueArray(name, { maxLength: 30 }),
  base: fc.constantFrom('', 'bucket/'),
  prefix: fc.option(fc.constantFrom('a', 'a/', '-', '0!'), { nil: undefined }),
  delimiter: fc.option(fc.constantFrom('/', 'b'), { nil: undefined }),
  startAfter: fc.option(name, { nil: undefined }),
  limit: fc.integer({ min: 1, max: 6 }),
  most: fc.integer({ min: 1, max: 7 }),
});

it('show everything that is visible once, in order, in pages that are full but the last', async () => {
  await fc.assert(
    fc.asyncProperty(listing, async ({ keys, base, prefix, delimiter, startAfter = '', limit, most }) => {
      const stored = [...keys.map((key) => base + key), 'b', 'bucket', 'bucket0'];
      const { bucket } = bucketOf(stored, most);
      const asked = { prefix, delimiter, limit };
      const pages: string[][] = [];
      let cursor: string | undefined;
      do {
        const position = cursor === undefined ? { startAfter } : { cursor };
        const page = await listVisible(bucket, base, { ...asked, ...position });
        pages.push([...page.objects.map(({ key }) => key), ...page.prefixes].toSorted());
        cursor = page.cursor;
      } while (cursor !== undefined);
      const below = stored.filter((key) => key.startsWith(base) && !key.startsWith(`${base}/`));
      const later = below.filter((key) => key > base + startAfter || startAfter === '');
      const wanted = { prefix: base + (prefix ?? ''), ...(delimiter !== undefined && { delimiter }) };
      expect(pages.flat()).toEqual([...fold(later, wanted).keys()]);
      expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
      expect(pages.length === 1 || (pages.at(-1)?.length ?? 0) > 0).toBe(true);
    }),
    { numRuns: 400 },
  );
});

it('step over what is hidden in one call, however much there is', async () => {
  const hidden = Array.from({ length: 5000 }, (_, at) => `/staging/${at}`);
  const { bucket, asked } = bucketOf(['!a', ...hidden, '0b'], 1000);
  const page = await listVisible(bucket, '', { limit: 1000 });
  expect(page.objects.map(({ key }) => key)).toEqual(['!a', '0b']);
  expect(asked).toHaveLength(2);
  asked.length = 0;
  const first = await listVisible(bucket, '', { limit: 1 });
  expect([first.objects.map(({ key }) => key), first.cursor]).toEqual([['!a'], expect.any(String)]);
  expect(asked).toHaveLength(3);
});
