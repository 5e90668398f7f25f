import { describe, expect, it } from 'vitest';
import { steady } from '../../../src/worker/renderer/steady-body.ts';

const FIRST = Uint8Array.of(1, 2, 3);

/** Gives its first bytes, and then does as told. */
function bodyThat(goesOn: () => Promise<void>): ReadableStream<Uint8Array> {
  let begun = false;
  return new ReadableStream({
    pull(controller) {
      if (begun) return goesOn();
      begun = true;
      controller.enqueue(FIRST);
      return undefined;
    },
  });
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const chunk of body) length += chunk.length;
  return length;
}

describe('a body of a store', () => {
  it.each([
    ['never goes on', () => new Promise<void>(() => undefined)],
    ['breaks off', () => Promise.reject(new Error('Network connection lost.'))],
  ])('that %s is refused for the moment, and can be closed', async (_, goesOn) => {
    const chunks = steady(bodyThat(goesOn), 20)[Symbol.asyncIterator]();
    expect((await chunks.next()).value).toEqual(FIRST);
    await expect(chunks.next()).rejects.toMatchObject({ status: 503 });
    expect(await chunks.return?.()).toEqual({ done: true, value: undefined });
  });
  it('is closed before whoever leaves it goes on', async () => {
    let closed = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(FIRST),
      async cancel() {
        await new Promise((resolve) => setTimeout(resolve, 5));
        closed = true;
      },
    });
    for await (const chunk of steady(body)) {
      expect(chunk).toEqual(FIRST);
      break;
    }
    expect(closed).toBe(true);
  });
  it('is read to its end', async () => {
    expect(await readAll(steady(new Blob([FIRST, FIRST]).stream()))).toBe(6);
  });
});
