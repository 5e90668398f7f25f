import { expect, it } from 'vitest';
import { concatenate } from '../../../../src/oss/handlers/multipart/concatenate.ts';

const MEBIBYTE = 1024 * 1024;

/** Streams of so many chunks each, which count how many chunks were made and which streams were given up. */
function sources(streams: number, chunks: number) {
  const seen = { made: 0, opened: 0, cancelled: [] as number[] };
  const chunk = new Uint8Array(MEBIBYTE);
  const openers = Array.from({ length: streams }, (_, index) => async () => {
    seen.opened++;
    let left = chunks;
    return new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (left-- === 0) return controller.close();
          seen.made++;
          controller.enqueue(chunk);
        },
        cancel: () => void seen.cancelled.push(index),
      },
      { highWaterMark: 0 },
    );
  });
  return { openers, seen };
}

it('passes a gigabyte on chunk by chunk, one stream open at a time', async () => {
  const { openers, seen } = sources(128, 8);
  let read = 0;
  for await (const chunk of concatenate(openers)) {
    read += chunk.length;
    expect(seen.made * MEBIBYTE - read).toBe(0);
    expect(seen.opened).toBe(Math.ceil(read / MEBIBYTE / 8));
  }
  expect(read).toBe(1024 * MEBIBYTE);
});

it('passes over empty streams, and may have none at all', async () => {
  for (const { openers } of [sources(3, 0), sources(0, 0)]) {
    expect(
      (await new Response(concatenate(openers) as ReadableStream<Uint8Array<ArrayBuffer>>).bytes()).length,
    ).toBe(0);
  }
});

it('opens nothing more once it is given up', async () => {
  const { openers, seen } = sources(3, 2);
  const reader = concatenate(openers).getReader();
  await reader.read();
  await reader.cancel();
  expect([seen.opened, seen.cancelled]).toEqual([1, [0]]);
});

it('fails with the stream that cannot be opened', async () => {
  const { openers } = sources(1, 1);
  const failing = () => Promise.reject(new Error('changed'));
  const reader = concatenate([...openers, failing]).getReader();
  await reader.read();
  await expect(reader.read()).rejects.toThrow('changed');
});
