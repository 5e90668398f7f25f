/** A share of `npm run chaos`: other seeds and longer runs are for the command. */
import { expect, it } from 'vitest';
import { runChaos } from '../../../scripts/chaos/run.ts';

it('holds while stores fail, callers hang up and the runtime is killed', async () => {
  const weathers: string[] = [];
  const findings = await runChaos({ seed: SEED, seconds: 15, say: (line) => weathers.push(line) });
  expect(findings.violations).toEqual([]);
  expect(weathers.length).toBeGreaterThan(1);
  expect([...findings.counts.keys()]).toEqual(
    expect.arrayContaining(['PUT 200', 'GET 200', 'GET picture 200', 'POST append 200', 'PUT tags 200']),
  );
}, 240_000);

/** Begins with faults and a kill. */
const SEED = 724;
