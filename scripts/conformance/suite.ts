/** Reads the suite's files and runs cases. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inParallel } from '../lib/in-parallel.ts';
import type { Target } from './answer.ts';
import { type Case, type Section, toJson } from './case.ts';
import { judge, type Verdict } from './judge.ts';
import { generate } from './rules/index.ts';

/** Where the suite lies. */
export const SUITE = fileURLToPath(new URL('../../conformance/', import.meta.url));

/** All sections, by name of file. */
export function readSuite(folder = SUITE): Section[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => JSON.parse(readFileSync(folder + name, 'utf8')) as Section);
}

/** Writes the generated sections; those that are written by hand are left alone. */
export function writeGenerated(): number {
  const sections = generate();
  for (const section of sections) writeFileSync(`${SUITE}${section.section}.json`, toJson(section));
  return sections.length;
}

/** What is wrong with the suite itself: generated files that are not as generated, and numbers given twice. */
export function faultsOfSuite(): string[] {
  const stale = generate().filter(
    (section) => readText(`${SUITE}${section.section}.json`) !== toJson(section),
  );
  const ids = readSuite().flatMap(({ cases }) => cases.map(({ id }) => id));
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...stale.map(({ section }) => `${section}.json is not what is generated: npm run conformance -- --write`),
    ...twice.map((id) => `${id} is there twice`),
  ];
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** How cases are run. */
export interface RunOptions {
  /** Cases under way at once. */
  readonly concurrency: number;
  progress?(done: number, of: number): void;
}

/** Judges cases, in their order. Cases about HTTP are left out where a target does not speak it. */
export async function runCases(
  cases: readonly Case[],
  target: Target,
  { concurrency, progress }: RunOptions,
): Promise<Verdict[]> {
  const asked = cases.filter(({ ask }) => target.http || ask === undefined);
  const verdicts: Verdict[] = [];
  let done = 0;
  await inParallel(asked, concurrency, async (one, at) => {
    verdicts[at] = await judge(one, target);
    progress?.(++done, asked.length);
  });
  return verdicts;
}
