/** The published tables have a row for each case. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SPEED_CASES } from '../../bench/cases.ts';
import { MEMORY_CASES } from '../../bench/memory-cases.ts';

const PAGE = readFileSync(new URL('../../bench/README.md', import.meta.url), 'utf8');

/** Names in the first column of a table that `bench/publish.ts` writes. */
function namesIn(table: string): string[] {
  const [, lines = ''] = PAGE.split(`<!-- ${table}:begin -->`);
  const [head, rule, ...rows] = lines
    .split(`<!-- ${table}:end -->`)[0]!
    .split('\n')
    .filter((line) => line.startsWith('| '));
  expect([head, rule]).toEqual([expect.stringContaining('| case |'), expect.stringContaining('| --- |')]);
  return rows.map((row) => row.split(' | ')[0]!.slice(2));
}

describe.each([
  ['speed', SPEED_CASES],
  ['memory', MEMORY_CASES],
] as const)('the table of %s', (table, cases) => {
  const all = cases.map(({ name }) => name);

  it('has a row for each case, in their order', () => {
    const names = namesIn(table);
    expect(names).toEqual(all);
  });
});

it('every file beside the page is explained there', () => {
  const files = readdirSync(new URL('../../bench/', import.meta.url)).filter((name) => name.endsWith('.ts'));
  const [, table = ''] = PAGE.split('\n## Files\n');
  expect(files.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

it('quotes figures of the quality of pictures that were measured', () => {
  const measured = readFileSync(new URL('../../bench/quality.md', import.meta.url), 'utf8');
  const quoted =
    PAGE.split('\n## Quality\n')[1]!
      .split('\n## ')[0]!
      .match(/\d+\.\d+/g) ?? [];
  expect(quoted.length).toBeGreaterThan(0);
  expect(quoted.filter((figure) => !measured.includes(`| ${figure} |`))).toEqual([]);
});
