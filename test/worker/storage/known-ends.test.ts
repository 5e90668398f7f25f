import { expect, it } from 'vitest';
import { createKnownEnds, type KnownEnd, withBytes } from '../../../src/worker/storage/growing/known-ends.ts';

const END = { added: undefined } as KnownEnd;

it('the end of an object that grows is known for a minute, and to one of two who ask', () => {
  let now = 0;
  const ends = createKnownEnds(() => now);
  ends.set('a', END);
  expect([ends.take('a'), ends.take('a'), ends.take('b')]).toEqual([END, undefined, undefined]);
  ends.set('a', END);
  now = 59_999;
  expect(ends.take('a')).toBe(END);
  ends.set('a', END);
  now += 60_000;
  expect(ends.take('a')).toBeUndefined();
});

it('the ends of 64 objects are known, the oldest go first', () => {
  const ends = createKnownEnds(() => 0);
  for (let key = 0; key < 65; key++) ends.set(`${key}`, END);
  expect([ends.take('0'), ends.take('1'), ends.take('64')]).toEqual([undefined, END, END]);
});

it.each([
  ['the first', 0, undefined, 5, 5],
  ['a first one after what was not known', 0, 70_000, 5, 5],
  ['one after others', 3, 10, 5, 15],
  ['64 KiB with it', 3, 65_531, 5, 65_536],
  ['more than that', 3, 65_532, 5, undefined],
  ['one after what is not known', 3, undefined, 5, undefined],
  ['one that streams', 3, 10, undefined, undefined],
])('the bytes of a generation are known with %s', (_, count, before, length, known) => {
  const added = before === undefined ? undefined : new Blob([new Uint8Array(before)]);
  const body =
    length === undefined ? { stream: new Blob([]).stream(), length: undefined } : new Uint8Array(length);
  expect(withBytes({ added, tail: { count } as KnownEnd['tail'] }, body)?.size).toBe(known);
});
