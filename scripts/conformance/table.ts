/** Counts verdicts by section. */
import type { Section } from './case.ts';
import type { Verdict } from './judge.ts';

/** One section's count. */
export interface Line {
  readonly section: string;
  readonly passed: number;
  readonly of: number;
  /** Of the cases that the vendor documents, or that were recorded from its service. */
  readonly firm: { readonly passed: number; readonly of: number };
}

/** Counts, in the order of the sections; those without a verdict are left out. */
export function count(sections: readonly Section[], verdicts: readonly Verdict[]): Line[] {
  const bySection = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const section = verdict.of.id.replace(/-\d+$/, '');
    bySection.set(section, [...(bySection.get(section) ?? []), verdict]);
  }
  return sections.flatMap(({ section }) => {
    const own = bySection.get(section) ?? [];
    const firm = own.filter(({ of: { evidence } }) => evidence === 'documented' || evidence === 'recorded');
    return own.length === 0 ? [] : [{ section, ...passedOf(own), firm: passedOf(firm) }];
  });
}

function passedOf(verdicts: readonly Verdict[]): { passed: number; of: number } {
  return {
    passed: verdicts.filter(({ differences }) => differences.length === 0).length,
    of: verdicts.length,
  };
}

/** All lines in one. */
export function total(lines: readonly Line[]): Line {
  const sum = (pick: (line: Line) => number) => lines.reduce((all, line) => all + pick(line), 0);
  return {
    section: 'all',
    passed: sum(({ passed }) => passed),
    of: sum(({ of }) => of),
    firm: { passed: sum(({ firm }) => firm.passed), of: sum(({ firm }) => firm.of) },
  };
}

/** `99.5 %`; never 100 where something is missing. */
export function share({ passed, of }: { readonly passed: number; readonly of: number }): string {
  if (of === 0) return '—';
  return passed === of ? '100 %' : `${(Math.floor((passed / of) * 1000) / 10).toFixed(1)} %`;
}

/** The columns of the table. */
export const HEAD = ['section', 'cases', 'as expected', 'of the documented ones'] as const;

/** A row for each section, and one for all of them. */
export function rowsOf(lines: readonly Line[]): string[][] {
  return [...lines, total(lines)].map((line) => [
    line.section,
    `${line.passed}/${line.of}`,
    share(line),
    share(line.firm),
  ]);
}

/** The table that is printed. */
export function printed(lines: readonly Line[]): string {
  const rows = [HEAD, ...rowsOf(lines)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .join('\n');
}
