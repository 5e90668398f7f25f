/** What the platform hands to text: a slice, the word that there is none, or that it is to be asked again. */
import { expect, it } from 'vitest';
import { createTextHost } from '../../../../src/worker/renderer/marks/text-host.ts';

const PATH = 'noto/0.bin';

/** A host whose assets answer so, what it was asked for, and whether the body was let go unread. */
function answering(status: number) {
  const seen = { url: '', cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(Uint8Array.of(1, 2));
      if (status === 200) controller.close();
    },
    cancel: () => void (seen.cancelled = true),
  });
  const fetch = async (url: string) => {
    seen.url = url;
    return new Response(body, { status });
  };
  return { seen, host: createTextHost({ ASSETS: { fetch } as unknown as Fetcher }) };
}

it('reads a slice', async () => {
  const { host, seen } = answering(200);
  expect(await host.asset(PATH)).toEqual(Uint8Array.of(1, 2));
  expect(seen).toEqual({ url: `https://assets/fonts/${PATH}`, cancelled: false });
});

it.each([
  [404, undefined],
  [403, { status: 503 }],
  [500, { status: 503 }],
  [502, { status: 503 }],
])('lets go of the body of a %i, which only where nothing is there stands for none', async (status, told) => {
  const { host, seen } = answering(status);
  const asset = await host.asset(PATH).catch((error: unknown) => error);
  if (told === undefined) expect(asset).toBeUndefined();
  else expect(asset).toMatchObject(told);
  expect(seen.cancelled).toBe(true);
});
