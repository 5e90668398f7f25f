import { expect, it } from 'vitest';
import { createFindings, report } from '../../../scripts/chaos/findings.ts';
import { createAsking } from '../../../scripts/chaos/asking.ts';
import { randomOf } from '../../../scripts/chaos/faults.ts';
import { ABSENT, bytesOf, createKnown } from '../../../scripts/chaos/known.ts';
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
      : Promise.resolve({ status, body: Buffer.from('no') });
  const ask = createAsking({ send } as unknown as Client, findings, () => weather(name));
  await ask('GET', { method: 'GET', key: 'a' });
  expect(findings.violations).toHaveLength(allowed ? 0 : 1);
  expect(report(findings)).toContain(allowed ? 'It held.' : 'It did not hold:\n  [');
});
