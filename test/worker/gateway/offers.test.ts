/** Formats by what is accepted, over a renderer that answers with sizes. */
import { expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { createOffers } from '../../../src/worker/gateway/offers.ts';
import type { Received } from '../../../src/worker/wire/response.ts';

const BOTH = 'image/avif,image/webp';

/** Offers of pictures whose sizes, or refusals, are told by format; `''` is their own. */
function offering(answers: Record<string, number | Error>) {
  const offers = createOffers();
  const asked: string[] = [];
  const cancelled: string[] = [];
  const ask = async (format: string): Promise<Received> => {
    asked.push(format);
    const size = answers[format] ?? new Error('nobody asked for this');
    if (size instanceof Error) throw size;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void cancelled.push(format) });
    return { body, size, type: format, timing: '', plan: undefined, madeFor: undefined };
  };
  const best = async (accept: string | undefined = BOTH, picture = 'a') => {
    asked.length = 0;
    const { type } = await offers.best(picture, accept, ask);
    return [type, ...asked];
  };
  return { best, asked, cancelled, answers };
}

it('gives the first that is accepted, and the own format where none is', async () => {
  const { best } = offering({ avif: 5, webp: 6, '': 7 });
  expect(await best()).toEqual(['avif', 'avif']);
  expect(await best('image/webp')).toEqual(['webp', 'webp']);
  expect(await best('image/png')).toEqual(['', '']);
  expect(await best('')).toEqual(['', '']);
});

it.each([
  ['as large as', 7, ['avif', 'avif']],
  ['larger than', 8, ['webp', 'webp']],
])('gives one that is %s the own format only where that is right', async (_, size, second) => {
  const { best, cancelled } = offering({ avif: size, webp: 7, '': 7 });
  expect(await best()).toEqual(['avif', 'avif']);
  expect(await best('image/png')).toEqual(['', '']);
  expect(await best()).toEqual(second);
  expect(cancelled).toEqual([]);
});

it('lets go of what turns out to be larger, and does not have it made again', async () => {
  const { best, cancelled } = offering({ avif: 9, webp: 8, '': 7 });
  expect(await best('image/png')).toEqual(['', '']);
  expect(await best()).toEqual(['', 'avif', 'webp', '']);
  expect(cancelled).toEqual(['avif', 'webp']);
  expect(await best()).toEqual(['', '']);
  expect(await best(BOTH, 'another')).toEqual(['avif', 'avif']);
});

it('passes by a format that cannot hold the picture, and remembers it', async () => {
  const refused = new ProcessError('InvalidArgument', 'too wide');
  const { best } = offering({ avif: refused, webp: 6, '': 7 });
  expect(await best()).toEqual(['webp', 'avif', 'webp']);
  expect(await best()).toEqual(['webp', 'webp']);
  expect(await best(BOTH, 'another')).toEqual(['webp', 'avif', 'webp']);
});

it.each([new ProcessError('ServiceUnavailable', 'busy'), new Error('broken')])(
  'hands on what is no fault of the format, and asks again: %s',
  async (failure) => {
    const { best, answers } = offering({ avif: failure, webp: 6, '': 7 });
    await expect(best()).rejects.toBe(failure);
    answers['avif'] = 5;
    expect(await best()).toEqual(['avif', 'avif']);
  },
);
