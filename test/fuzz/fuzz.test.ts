import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fuzz, FuzzFailure, type FuzzTarget } from './fuzz.ts';

const TARGETS = new URL('targets/', import.meta.url);
const names = readdirSync(TARGETS);
/** All targets together take this long. */
const SECONDS = 20;

it.each(names)(
  '%s takes whatever comes',
  async (file) => {
    const target = (await import(new URL(file, TARGETS).href)) as FuzzTarget;
    const { runs } = await fuzz(target, 20_26, { seconds: SECONDS / names.length });
    expect(runs).toBeGreaterThan(10);
  },
  SECONDS * 2000,
);

it('names the input that a target could not take', async () => {
  const fragile: FuzzTarget = {
    name: 'fragile',
    seeds: () => [new Uint8Array(64)],
    run: (bytes) => (bytes.includes(0xda) ? Promise.reject(new Error('trap')) : Promise.resolve()),
  };
  const failure = await fuzz(fragile, 1, { runs: 10_000 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FuzzFailure);
  expect((failure as FuzzFailure).input).toContain(0xda);
  expect(await fuzz(fragile, 1, { runs: 10_000 }).catch(String)).toBe(String(failure));
});
