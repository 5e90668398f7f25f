/**
 * Peak memory of whole jobs, each in a fresh process: what our engine holds beside its promise, and what the process
 * takes beside one that runs sharp.
 *
 *     npm run bench:memory -- [--json]
 */
import { runCommand } from '../scripts/lib/command.ts';
import { MEMORY_CASES, type MemoryCase } from './memory-cases.ts';
import { type Columns, known, megabytes, print, type Row, rounded, verdict } from './rows.ts';
import { weigh } from './weigh.ts';

/** A row of the memory table: `ours` and `target` are bytes held, `peer` the resident bytes of sharp. */
export interface MemoryRow extends Row {
  readonly file_bytes: number;
  /** Sum of what the plans of its jobs promised. */
  readonly planned_bytes: number | null;
  /** Resident bytes of a process with our engine, over idle. */
  readonly resident_bytes: number;
}

const MEBIBYTE = 1024 * 1024;

export const MEMORY_COLUMNS: Columns<MemoryRow> = [
  ['case', ({ case: name }) => name],
  ['file', ({ file_bytes }) => megabytes(file_bytes)],
  ['held', ({ ours }) => (ours > 0 ? megabytes(ours) : 'not measured')],
  ['at most', ({ target }) => megabytes(target)],
  ['kept', verdict],
  ['planned', ({ planned_bytes }) => megabytes(planned_bytes)],
  ['process', ({ resident_bytes }) => megabytes(resident_bytes)],
  ['sharp process', ({ peer }) => known(peer / MEBIBYTE, 1)],
  ['÷ sharp', ({ ratio }) => known(ratio, 2)],
];

/** Undefined where the picture is not at hand. */
export async function memoryRow({
  name,
  picture,
  work,
  jobs = 1,
  alone = false,
  target,
}: MemoryCase): Promise<MemoryRow | undefined> {
  const held = await weigh({ what: 'held', peer: 'ours', picture, work, jobs });
  const resident = await weigh({ what: 'resident', peer: 'ours', picture, work, jobs });
  if (!held || !resident) return undefined;
  const sharp = alone ? undefined : await weigh({ what: 'resident', peer: 'sharp', picture, work, jobs });
  const theirs = sharp?.bytes ?? NaN;
  const most = target(held.file);
  const ratio = rounded(resident.bytes / theirs, 3);
  return {
    case: name,
    ours: held.bytes,
    peer: theirs,
    ratio,
    target: most,
    ok: heldWithin(held.bytes, most),
    ours_ms: null,
    peers: {},
    ratio_sharp: ratio,
    peak_bytes: held.bytes,
    file_bytes: held.file,
    planned_bytes: held.planned,
    resident_bytes: resident.bytes,
  };
}

/** Null for nothing or less: then the process gave back more than the job took, and nothing was measured. */
export function heldWithin(bytes: number, most: number): boolean | null {
  return bytes > 0 ? bytes <= most : null;
}

/** The rows of the cases whose name holds a text and whose picture is at hand. */
export async function memoryRows(only = ''): Promise<MemoryRow[]> {
  const rows: MemoryRow[] = [];
  for (const one of MEMORY_CASES.filter(({ name }) => name.includes(only))) {
    const row = await memoryRow(one);
    if (row) rows.push(row);
  }
  return rows;
}

const USAGE = `usage: npm run bench:memory [-- --json] [-- --only TEXT]
  --json        rows for programs
  --only TEXT   cases whose name holds this`;

if (import.meta.main) {
  await runCommand(
    {
      usage: USAGE,
      options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
    },
    async ({ values: { json, only } }) => print(await memoryRows(only), MEMORY_COLUMNS, json),
  );
}
