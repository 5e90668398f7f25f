/**
 * Fuzzes readers of untrusted bytes: `npm run fuzz -- --seconds 60 --target jpeg --seed 7`. Without a target all of
 * `test/fuzz/targets` take turns. An input that fails is written to the temporary folder.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz, FuzzFailure, type FuzzTarget } from '../test/fuzz/fuzz.ts';

const TARGETS = new URL('../test/fuzz/targets/', import.meta.url);

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    target: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const names = readdirSync(TARGETS).map((file) => file.replace(/\.ts$/, ''));
const chosen = names.filter((name) => values.target === undefined || name === values.target);
if (chosen.length === 0) throw new Error(`No such target; there are ${names.join(', ')}`);

for (const name of chosen) {
  const target = (await import(new URL(`${name}.ts`, TARGETS).href)) as FuzzTarget;
  try {
    const seconds = Number(values.seconds) / chosen.length;
    const { runs, slowest } = await fuzz(target, Number(values.seed), { seconds });
    console.log(`${name}: ${runs} inputs, slowest ${slowest.toFixed(0)} ms, seed ${values.seed}`);
  } catch (error) {
    if (!(error instanceof FuzzFailure)) throw error;
    const file = join(tmpdir(), `fuzz-${name}-${values.seed}.bin`);
    writeFileSync(file, error.input);
    console.error(`${error.message}\nseed ${values.seed}, input in ${file}`);
    process.exitCode = 1;
  }
}
