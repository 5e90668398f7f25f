/** Much work, some of it at a time. */

/**
 * Does the work for every item, at most `most` of them at once, begun in their order; `index` counts from 0. Items are taken
 * one by one as there is room, so they may be endless. Rejects with whatever failed first, once what is
 * under way has ended; nothing more is begun.
 */
export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  most: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const left = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const failures: unknown[] = [];
  let index = 0;
  const worker = async () => {
    for (let next = await left.next(); !next.done && failures.length === 0; next = await left.next())
      await work(next.value, index++);
  };
  const guarded = () => worker().catch((error: unknown) => failures.push(error));
  await Promise.all(Array.from({ length: most }, guarded));
  if (failures.length > 0) throw failures[0];
}
