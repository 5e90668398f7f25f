/** Streams that are cut on their way, wherever their chunks end. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { feedPieces } from '../../../src/worker/storage/feed.ts';
import { part } from '../../../src/worker/storage/origin/relay.ts';
import { inParts } from '../../../src/worker/storage/parts.ts';

/** A stream of chunks of these lengths, whose bytes count on. */
function chunksOf(lengths: readonly number[]): ReadableStream<Uint8Array> {
  let [at, next] = [0, 0];
  return new ReadableStream({
    pull(controller) {
      const length = lengths[next++];
      if (length === undefined) return controller.close();
      controller.enqueue(Uint8Array.from({ length }, () => at++));
    },
  });
}

const total = (lengths: readonly number[]) => lengths.reduce((sum, length) => sum + length, 0);
const counted = (from: number, length: number) => Array.from({ length }, (_, at) => from + at);
const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 });

it('parts are all of one size but the last, and together the whole', async () => {
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 30 }), async (chunks, size) => {
      const parts: { bytes: number[]; last: boolean }[] = [];
      for await (const { bytes, last } of inParts(chunksOf(chunks), size))
        parts.push({ bytes: [...bytes], last });
      const whole = total(chunks);
      expect(parts.flatMap(({ bytes }) => bytes)).toEqual(counted(0, whole));
      expect(parts.map(({ last }) => last)).toEqual(parts.map((_, at) => at === parts.length - 1));
      expect(parts.slice(0, -1).every(({ bytes }) => bytes.length === size)).toBe(true);
      expect(parts).toHaveLength(Math.max(1, Math.ceil(whole / size)));
    }),
  );
});

const ranged = lengths.chain((chunks) =>
  fc.record({
    chunks: fc.constant(chunks),
    offset: fc.integer({ min: 0, max: total(chunks) }),
    length: fc.integer({ min: 1, max: 40 }),
  }),
);

it('a part of a body is its bytes, and the rest is not waited for', async () => {
  await fc.assert(
    fc.asyncProperty(ranged, async ({ chunks, offset, length }) => {
      const within = Math.min(length, total(chunks) - offset);
      const cut = part(chunksOf(chunks), { offset, length });
      expect([...new Uint8Array(await new Response(cut).arrayBuffer())]).toEqual(counted(offset, within));
    }),
  );
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(Uint8Array.of(1, 2, 3)),
  });
  const cut = part(endless, { offset: 4, length: 5 });
  expect(new Uint8Array(await new Response(cut).arrayBuffer())).toHaveLength(5);
});

it('a range of pieces is theirs, and opens no others nor more of them', async () => {
  await fc.assert(
    fc.asyncProperty(ranged, async ({ chunks, offset, length }) => {
      const opened: (number | undefined)[] = [];
      const starts = chunks.map((_, at) => total(chunks.slice(0, at)));
      const pieces = chunks.map((size, at) => ({
        size,
        async open(range?: { readonly offset: number; readonly length: number }) {
          const { offset: from, length: count } = range ?? { offset: 0, length: size };
          opened.push(range && at);
          return new Blob([Uint8Array.from(counted((starts[at] ?? 0) + from, count))]).stream();
        },
      }));
      const within = Math.min(length, total(chunks) - offset);
      const { readable, finish } = feedPieces(pieces, offset, within);
      const bytes = [...new Uint8Array(await new Response(readable).arrayBuffer())];
      expect([bytes, await finish()]).toEqual([counted(offset, within), undefined]);
      const touched = chunks.filter(
        (size, at) => size > 0 && (starts[at] ?? 0) < offset + within && (starts[at] ?? 0) + size > offset,
      );
      expect(opened).toHaveLength(within === 0 ? 0 : touched.length);
      // Only the first and the last are opened in part.
      expect(opened.filter((at) => at !== undefined).length).toBeLessThanOrEqual(2);
    }),
    { numRuns: 50 },
  );
});
