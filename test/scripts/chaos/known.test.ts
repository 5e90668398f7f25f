import { expect, it } from 'vitest';
import { createFindings, report } from '../../../scripts/chaos/findings.ts';
import { createAsking } from '../../../scripts/chaos/asking.ts';
import { randomOf } from '../../../scripts/chaos/faults.ts';
import { createGrown } from '../../../scripts/chaos/grown.ts';
import { ABSENT, bytesOf, createKnown } from '../../../scripts/chaos/known.ts';
import { createRegister } from '../../../scripts/chaos/register.ts';
import { CALM, forecast, type Weather, WEATHERS } from '../../../scripts/chaos/weather.ts';
import type { Client } from '../../../scripts/lib/client.ts';

it('knows what may be there: what was acknowledged, and whatever came after it', () => {
  const known = createKnown();
  expect(known.allows('a', ABSENT)).toBe(true);
  known.acknowledged('a', 'one');
  expect([known.allows('a', 'one'), known.allows('a', ABSENT)]).toEqual([true, false]);
  known.uncertain('a', 'two');
  expect(['one', 'two', ABSENT].map((digest) => known.allows('a', digest))).toEqual([true, true, false]);
  expect([known.certain('a'), known.certain('b')]).toEqual([false, true]);
});

it.each([
  ['what was acknowledged', 'aabb', undefined],
  ['something that no answer told of', 'aabbc', undefined],
  ['an append less', 'aa', 'an acknowledged append is lost at 2, the object ends at 2'],
  ['other bytes at its place', 'aaxx', 'an acknowledged append is lost at 2'],
  ['half of one', 'aab', 'an acknowledged append is lost at 2'],
  ['one twice', 'aabbbb', 'bytes of nobody at 4'],
  ['nothing', '', 'an acknowledged append is lost at 0, the object ends at 0'],
])('looks through an object that several append to, with %s', (_, body, fault) => {
  const grown = createGrown();
  grown.uncertain(0, Buffer.from('x'));
  grown.acknowledged(0, Buffer.from('aa'));
  grown.acknowledged(2, Buffer.from('bb'));
  grown.uncertain(4, Buffer.from('c'));
  expect(grown.faultOf(Buffer.from(body))).toBe(fault);
});

it('sees that two appends were acknowledged at one place', () => {
  const grown = createGrown();
  for (const text of ['aa', 'bb']) grown.acknowledged(0, Buffer.from(text));
  expect(grown.faultOf(Buffer.from('aa'))).toBe('two appends were acknowledged at 0');
});

it('knows which of several writes may have come last', () => {
  let time = 0;
  const register = createRegister(() => (time += 1));
  const allowed = () => ['first', 'second', 'third', 'lost'].filter((value) => register.allows(value));
  expect([register.allows(undefined), allowed()]).toEqual([true, []]);
  register.begin('lost');
  const first = register.begin('first');
  const second = register.begin('second');
  first.acknowledged();
  second.acknowledged();
  expect([register.allows(undefined), allowed()]).toEqual([false, ['first', 'second', 'lost']]);
  register.begin('third').acknowledged();
  expect(allowed()).toEqual(['third', 'lost']);
  register.begin('refused').refused();
  expect(register.allows('refused')).toBe(false);
});

it('writes the same bytes for the same seed', () => {
  expect(bytesOf(1001, randomOf(4))).toEqual(bytesOf(1001, randomOf(4)));
  expect(bytesOf(1001, randomOf(4)).equals(bytesOf(1001, randomOf(5)))).toBe(false);
});

it('brings every weather before any comes again', () => {
  const weathers = forecast(randomOf(9));
  const drawn = WEATHERS.map(() => weathers.next().value);
  expect(new Set(drawn)).toEqual(new Set(WEATHERS));
});

const weather = (name: string): Weather => WEATHERS.find((one) => one.name === name) ?? CALM;

it.each([
  [200, 'calm', true],
  [500, 'everything at once', false],
  [403, 'stores fail', false],
  [503, 'calm', false],
  [503, 'stores are slow', false],
  [503, 'stores fail', true],
  ['broken', 'stores fail', false],
  ['broken', 'bodies break off', true],
  ['broken', 'kill', true],
] as const)('takes %s in the weather “%s” as allowed: %s', async (status, name, allowed) => {
  const findings = createFindings();
  const send = () =>
    status === 'broken'
      ? Promise.reject(new Error('broken'))
      : Promise.resolve({ status, headers: {}, body: Buffer.from('no') });
  const ask = createAsking({ send } as unknown as Client, findings, () => weather(name));
  await ask('GET', { method: 'GET', key: 'a' });
  expect(findings.violations).toHaveLength(allowed ? 0 : 1);
  expect(report(findings)).toContain(allowed ? 'It held.' : 'It did not hold:\n  [');
});
