/**
 * Fuzzes readers of untrusted bytes: `npm run fuzz -- --seconds 60 --target jpeg --seed 7`. Without a target all of
 * `test/fuzz/targets` take turns. An input that fails is written to the temporary folder.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzz, FuzzFailure, type FuzzTarget } from '../test/fuzz/fuzz.ts';
import { Mistake, runCommand, wholeNumber } from './lib/command.ts';

const TARGETS = new URL('../test/fuzz/targets/', import.meta.url);

const NAMES = readdirSync(TARGETS).map((file) => file.replace(/\.ts$/, ''));
const USAGE = `usage: npm run fuzz [-- OPTION…]
  --seconds N     how long, over all targets together (20)
  --target NAME   one reader only: ${NAMES.join(', ')}
  --seed N        the same inputs again`;

/** Fuzzes one target; gives whether it held. */
async function fuzzOne(name: string, seconds: number, seed: number): Promise<boolean> {
  const target = (await import(new URL(`${name}.ts`, TARGETS).href)) as FuzzTarget;
  try {
    const { runs, slowest } = await fuzz(target, seed, { seconds });
    console.log(`${name}: ${runs} inputs, slowest ${slowest.toFixed(0)} ms, seed ${seed}`);
    return true;
  } catch (error) {
    if (!(error instanceof FuzzFailure)) throw error;
    const file = join(tmpdir(), `fuzz-${name}-${seed}.bin`);
    writeFileSync(file, error.input);
    console.error(`${error.message}\nseed ${seed}, input in ${file}`);
    return false;
  }
}

await runCommand(
  {
    usage: USAGE,
    options: {
      seconds: { type: 'string', default: '20' },
      target: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  },
  async ({ values: { seconds, target, seed } }) => {
    const chosen = NAMES.filter((name) => target === undefined || name === target);
    if (chosen.length === 0) throw new Mistake(`--target ${target}: there is no such target.`);
    const each = wholeNumber('seconds', seconds) / chosen.length;
    const start = wholeNumber('seed', seed, 0);
    let held = true;
    for (const name of chosen) held = (await fuzzOne(name, each, start)) && held;
    return held ? 0 : 1;
  },
);
