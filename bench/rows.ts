/** Rows of the tables, and how they are printed. */

/** What rows of both tables have. `ours`, `peer` and `target` are in the unit of their table. */
export interface Row {
  readonly case: string;
  readonly ours: number;
  /** sharp's figure. */
  readonly peer: number;
  /** Ours as a part of sharp's. */
  readonly ratio: number;
  /** Largest ratio in the speed table, most bytes in the memory table; null where nothing was promised. */
  readonly target: number | null;
  readonly ok: boolean | null;
  readonly ours_ms: number | null;
  /** Milliseconds by peer; null for work it cannot do. */
  readonly peers: Readonly<Record<string, number | null>>;
  readonly ratio_sharp: number;
  /** Most bytes our engine held over idle. */
  readonly peak_bytes: number;
}

/** Columns of a table for people: a heading and the text of a row. */
export type Columns<R extends Row> = readonly (readonly [heading: string, cell: (row: R) => string])[];

export function markdownTable<R extends Row>(rows: readonly R[], columns: Columns<R>): string {
  const lines = [
    columns.map(([heading]) => heading),
    columns.map(() => '---'),
    ...rows.map((row) => columns.map(([, cell]) => cell(row))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function number(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? '' : value.toFixed(digits);
}

/** The same, and nothing for what was not measured. */
export function known(value: number, digits: number): string {
  return number(Number.isNaN(value) ? null : value, digits);
}

export function megabytes(bytes: number | null): string {
  return number(bytes === null ? null : bytes / 1024 / 1024, 1);
}

export function verdict({ ok }: Row): string {
  return ok === null ? '' : ok ? 'yes' : '**no**';
}

/** A figure with no more digits than it deserves. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Prints JSON for programs, or a table. */
export function print<R extends Row>(rows: readonly R[], columns: Columns<R>, json: boolean): void {
  process.stdout.write(`${json ? JSON.stringify(rows, null, 2) : markdownTable(rows, columns)}\n`);
}
