import { expect, it } from 'vitest';
import { createKnownEnds, type KnownEnd } from '../../../src/worker/storage/growing/known-ends.ts';

const END = { added: undefined } as KnownEnd;

it('the end of an object that grows is known for a minute, and to one of two who ask', () => {
  let now = 0;
  const ends = createKnownEnds(() => now);
  ends.set('a', END);
  expect([ends.take('a'), ends.take('a'), ends.take('b')]).toEqual([END, undefined, undefined]);
  ends.set('a', END);
  now = 60_000;
  expect(ends.take('a')).toBeUndefined();
});
