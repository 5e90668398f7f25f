/**
 * Writes the operations' documentation: `docs/operations.md`, and the table between the markers of `README.md`.
 * `--check` writes nothing and fails when a file differs. A declaration with a gap fails either way.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OPERATIONS } from '../src/core/ops/index.ts';
import { between } from './docs/between.ts';
import { gapsOf } from './docs/gaps.ts';
import { operationsPage, overview } from './docs/pages.ts';

const ROOT = new URL('../', import.meta.url);
const PAGE = 'docs/operations.md';
const README = 'README.md';

/** The files as they must be, by path. A README that is not there is not made here. */
function wanted(): Map<string, string> {
  const readme = read(README);
  const files = new Map([[PAGE, operationsPage(OPERATIONS)]]);
  if (readme !== undefined) files.set(README, between(readme, overview(OPERATIONS, PAGE)));
  return files;
}

function read(path: string): string | undefined {
  const file = fileURLToPath(new URL(path, ROOT));
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function main(check: boolean): number {
  const gaps = gapsOf(OPERATIONS);
  if (gaps.length > 0) return fail(gaps);
  const stale = [...wanted()].filter(([path, text]) => read(path) !== text);
  if (check) return fail(stale.map(([path]) => `${path} is not up to date: run npm run docs`));
  for (const [path, text] of stale) {
    writeFileSync(fileURLToPath(new URL(path, ROOT)), text);
    console.log(`wrote ${path}`);
  }
  return 0;
}

function fail(reasons: readonly string[]): number {
  for (const reason of reasons) console.error(reason);
  return reasons.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.includes('--check'));
