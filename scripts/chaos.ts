/**
 * `npm run chaos -- [--seed N] [--seconds 60]`: the service in the local runtime over stores that fail, wait, throttle
 * and break off as a seed has it, with callers that hang up and a runtime that is killed. Prints what happened and a
 * verdict.
 */
import { report } from './chaos/findings.ts';
import { runChaos } from './chaos/run.ts';
import { runCommand, wholeNumber } from './lib/command.ts';

const USAGE = `usage: npm run chaos [-- OPTION…]
  --seed N      the same troubles again (by the clock)
  --seconds N   how long rounds begin (60)
Stores fail, throttle, wait, hang, and break off or rest in the middle of bodies; callers hang up; the runtime is killed.
Others append to one object and write its tags all at once. Every object is read back after each round. Ends with 1 when an answer
was neither right nor a documented 503, when a body was torn or wrong, a write that was acknowledged is lost, an answer never
came, or others had to suffer.`;

await runCommand(
  {
    usage: USAGE,
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  },
  async ({ values }) => {
    const seed = wholeNumber('seed', values.seed, 0);
    console.log(`seed ${seed}`);
    const findings = await runChaos({
      seed,
      seconds: wholeNumber('seconds', values.seconds),
      say: console.log,
    });
    console.log(report(findings));
    return findings.violations.length === 0 ? 0 : 1;
  },
);
