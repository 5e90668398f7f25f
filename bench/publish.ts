/**
 * Measures everything and writes the tables of `README.md` beside this file, between its markers.
 *
 *     node bench/publish.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { encoderLines, ENCODERS_HEAD } from './encoders.ts';
import { MEMORY_COLUMNS, memoryRows } from './memory.ts';
import { markdownTable } from './rows.ts';
import { SPEED_COLUMNS, speedRows } from './speed.ts';

const README = new URL('README.md', import.meta.url);
const RUNS = 25;

/** The text with what stands between the markers of `name` replaced. */
function replaced(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no markers for ${name}`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function machine(): string {
  const date = new Date().toISOString().slice(0, 10);
  return `Measured ${date} on ${cpus().length} × ${cpus()[0]!.model.trim()}, Node ${process.versions.node}.`;
}

/** Each table is written when it is there: a case that breaks takes no hours of the others along. */
async function write(name: string, content: string): Promise<void> {
  await writeFile(README, replaced(await readFile(README, 'utf8'), name, content));
}

await write('memory', markdownTable(await memoryRows(), MEMORY_COLUMNS));
await write('encoders', [ENCODERS_HEAD, ...(await encoderLines())].join('\n'));
await write('speed', markdownTable(await speedRows({ runs: RUNS, only: '', workerd: true }), SPEED_COLUMNS));
await write('machine', machine());
