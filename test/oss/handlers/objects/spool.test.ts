/** Bodies on their way to an object: how much of one is read before it is written, and what is swept of those put aside. */
import { expect, it } from 'vitest';
import { begin } from '../../../../src/oss/handlers/objects/begin.ts';
import { spoolKey, sweepSpool } from '../../../../src/oss/handlers/objects/spool.ts';
import { MemoryStore } from '../../support/memory.ts';

const DAY = 86_400_000;
const NOW = 20 * 365 * DAY;

async function storeOf(times: readonly number[]): Promise<MemoryStore> {
  const store = new MemoryStore(() => NOW);
  for (const time of times)
    await store.put(spoolKey(time), new Uint8Array(1), {
      attributes: { headers: {}, meta: {}, kind: 'Normal' },
    });
  return store;
}

it('sweeps what lies there for more than a day, and nothing else', async () => {
  const store = await storeOf([NOW, NOW - DAY, NOW - DAY - 1, 0]);
  await store.put('spooled', new Uint8Array(), { attributes: { headers: {}, meta: {}, kind: 'Normal' } });
  expect(await sweepSpool(store, NOW)).toBe(2);
  expect(store.stored.size).toBe(3);
  expect(await sweepSpool(store, NOW + 1)).toBe(1);
  expect(await sweepSpool(store, NOW + 1)).toBe(0);
});

it.each([999, 1000, 1001, 2000])('sweeps %i of them, page by page', async (count) => {
  const store = await storeOf([...Array.from({ length: count }, (_, at) => at), NOW]);
  expect(await sweepSpool(store, NOW)).toBe(count);
  expect(store.stored.size).toBe(1);
});

/** A body of pieces of these lengths; `left` is what nobody has read. */
function bodyOf(lengths: number[]) {
  const left = [...lengths];
  const cancelled: unknown[] = [];
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const length = left.shift();
        if (length === undefined) controller.close();
        else controller.enqueue(new Uint8Array(length).fill(lengths.length - left.length));
      },
      cancel: (reason) => void cancelled.push(reason),
    },
    { highWaterMark: 0 },
  );
  return { stream, left, cancelled };
}

it.each([
  [[], 0],
  [[3, 4], 7],
  [[7], 7],
])('reads a body of pieces of %j bytes whole where seven are the most', async (lengths, size) => {
  const { bytes, stream } = await begin(bodyOf(lengths).stream, 7);
  expect([bytes?.length, stream]).toEqual([size, undefined]);
});

it('streams a longer one from its beginning, and reads no more than it must', async () => {
  const { stream, left } = bodyOf([3, 4, 1, 5, 6]);
  const begun = await begin(stream, 7);
  expect([begun.bytes, left]).toEqual([undefined, [5, 6]]);
  const all = new Uint8Array(await new Response(begun.stream as BodyInit).arrayBuffer());
  expect([...all]).toEqual([3, 4, 1, 5, 6].flatMap((length, at) => Array<number>(length).fill(at + 1)));
});

it('lets go of a body whose reader leaves', async () => {
  const { stream, cancelled } = bodyOf([8, 8, 8]);
  const begun = await begin(stream, 7);
  await begun.stream?.cancel('enough');
  expect(cancelled).toEqual(['enough']);
});
