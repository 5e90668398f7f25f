/**
 * Peak memory of whole jobs, each in a fresh process: what our engine holds beside its promise, and what the process
 * takes beside one that runs sharp.
 *
 *     npm run bench:memory -- [--json]
 */
import { MEMORY_CASES, type MemoryCase } from './memory-cases.ts';
import { type Columns, megabytes, number, print, type Row, rounded, verdict } from './rows.ts';
import { weigh } from './weigh.ts';

/** A row of the memory table: `ours` and `target` are bytes held, `peer` the resident bytes of sharp. */
export interface MemoryRow extends Row {
  readonly file_bytes: number;
  /** Sum of what the plans of its jobs promised. */
  readonly planned_bytes: number | null;
  /** Resident bytes of a process with our engine, over idle. */
  readonly resident_bytes: number;
}

export const MEMORY_COLUMNS: Columns<MemoryRow> = [
  ['case', ({ case: name }) => name],
  ['file', ({ file_bytes }) => megabytes(file_bytes)],
  ['held', ({ ours }) => megabytes(ours)],
  ['at most', ({ target }) => megabytes(target)],
  ['kept', verdict],
  ['planned', ({ planned_bytes }) => megabytes(planned_bytes)],
  ['process', ({ resident_bytes }) => megabytes(resident_bytes)],
  ['sharp process', ({ peer }) => megabytes(peer)],
  ['÷ sharp', ({ ratio }) => number(ratio, 2)],
];

/** Undefined where the picture is not at hand. */
export async function memoryRow({
  name,
  picture,
  work,
  jobs = 1,
  target,
}: MemoryCase): Promise<MemoryRow | undefined> {
  const held = await weigh({ what: 'held', peer: 'ours', picture, work, jobs });
  const resident = await weigh({ what: 'resident', peer: 'ours', picture, work, jobs });
  const sharp = await weigh({ what: 'resident', peer: 'sharp', picture, work, jobs });
  if (!held || !resident || !sharp) return undefined;
  const most = target(held.file);
  const ratio = rounded(resident.bytes / sharp.bytes, 3);
  return {
    case: name,
    ours: held.bytes,
    peer: sharp.bytes,
    ratio,
    target: most,
    ok: held.bytes <= most,
    ours_ms: null,
    peers: {},
    ratio_sharp: ratio,
    peak_bytes: held.bytes,
    file_bytes: held.file,
    planned_bytes: held.planned,
    resident_bytes: resident.bytes,
  };
}

export async function memoryRows(): Promise<MemoryRow[]> {
  const rows: MemoryRow[] = [];
  for (const one of MEMORY_CASES) {
    const row = await memoryRow(one);
    if (row) rows.push(row);
  }
  return rows;
}

if (import.meta.main) print(await memoryRows(), MEMORY_COLUMNS);
