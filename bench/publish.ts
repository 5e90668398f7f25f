/**
 * Measures everything, or the tables that are named, and writes the tables of `README.md` beside this file, between its
 * markers.
 *
 *     node bench/publish.ts [memory] [encoders] [speed]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { between } from '../scripts/docs/between.ts';
import { encoderLines, ENCODERS_HEAD } from './encoders.ts';
import { MEMORY_COLUMNS, memoryRows } from './memory.ts';
import { markdownTable } from './rows.ts';
import { SPEED_COLUMNS, speedRows } from './speed.ts';

const README = new URL('README.md', import.meta.url);
const RUNS = 25;

function machine(): string {
  const date = new Date().toISOString().slice(0, 10);
  return `Measured ${date} on ${cpus().length} × ${cpus()[0]!.model.trim()}, Node ${process.versions.node}.`;
}

const TABLES: Record<string, () => Promise<string>> = {
  memory: async () => markdownTable(await memoryRows(), MEMORY_COLUMNS),
  encoders: async () => [ENCODERS_HEAD, ...(await encoderLines())].join('\n'),
  speed: async () => markdownTable(await speedRows({ runs: RUNS, only: '', workerd: true }), SPEED_COLUMNS),
};

/** Each table is written when it is there: a case that breaks takes no hours of the others along. */
async function write(name: string, content: string): Promise<void> {
  await writeFile(README, between(await readFile(README, 'utf8'), `${content}\n`, name));
}

const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(TABLES)) {
  if (asked.length === 0 || asked.includes(name)) await write(name, await measure());
}
if (asked.length === 0) await write('machine', machine());
