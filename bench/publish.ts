/**
 * Measures everything and writes the tables of `README.md` beside this file, between its markers.
 *
 *     node bench/publish.ts
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

/** Each table is written when it is there: a case that breaks takes no hours of the others along. */
async function write(name: string, content: string): Promise<void> {
  await writeFile(README, between(await readFile(README, 'utf8'), `${content}\n`, name));
}

await write('memory', markdownTable(await memoryRows(), MEMORY_COLUMNS));
await write('encoders', [ENCODERS_HEAD, ...(await encoderLines())].join('\n'));
await write('speed', markdownTable(await speedRows({ runs: RUNS, only: '', workerd: true }), SPEED_COLUMNS));
await write('machine', machine());
