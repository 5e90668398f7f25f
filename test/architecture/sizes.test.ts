/** Files have one subject and functions one thought: none is long, and most are short. */
import { describe, expect, it } from 'vitest';
import { filesOf, linesIn, nodesIn, parsed } from './sources.ts';

const MAX_FILE_LINES = 300;
/** Half of all files are no longer. */
const MEDIAN_FILE_LINES = 70;
/** Longer ones, each with its reason. */
const LONG_FILES: readonly string[] = [
  // The bits held are globals that only their own module may write, and every function here takes some.
  'wasm/png/assembly/inflate/inflate.ts',
];
/** Of all function bodies, nested ones included. */
const MEDIAN_FUNCTION_LINES = 5;
const P90_FUNCTION_LINES = 17;
/** A factory counts with all the functions it makes, a kernel's loop with everything that is told apart in it. */
const MAX_FUNCTION_LINES = 126;

interface Measured {
  readonly name: string;
  readonly lines: number;
}

/** The measure that a share of all is at or below. */
function percentile(measures: readonly Measured[], share: number): number {
  const sorted = measures.map(({ lines }) => lines).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function longerThan(measures: readonly Measured[], lines: number): string[] {
  return measures.filter((one) => one.lines > lines).map((one) => `${one.name}: ${one.lines} lines`);
}

describe('files', () => {
  it(`have at most ${MAX_FILE_LINES} lines`, () => {
    const files = filesOf(
      'src/**/*.ts',
      'src/**/*.tsx',
      'packages/*/src/**/*.ts',
      'scripts/**/*.ts',
      'bench/**/*.ts',
      'wasm/*/assembly/**/*.ts',
    ).filter(({ path }) => !LONG_FILES.includes(path));
    const measures = files.map(({ path, text }) => ({ name: path, lines: linesIn(text) }));
    expect(longerThan(measures, MAX_FILE_LINES)).toEqual([]);
    expect(percentile(measures, 0.5)).toBeLessThanOrEqual(MEDIAN_FILE_LINES);
  });
});

describe('functions', () => {
  const sources = filesOf(
    'src/**/*.ts',
    'src/**/*.tsx',
    'packages/*/src/**/*.ts',
    'scripts/**/*.ts',
    'bench/**/*.ts',
    'wasm/*/assembly/**/*.ts',
  );
  const measures: Measured[] = sources.flatMap((file) =>
    [...nodesIn(parsed(file).program)]
      .filter(
        ({ type, body }) =>
          /Function/.test(type) && body !== null && body !== undefined && !type.startsWith('TS'),
      )
      .map(({ start, end }) => ({
        name: `${file.path}:${linesIn(file.text, 0, start)}`,
        lines: linesIn(file.text, start, end),
      })),
  );

  it(`have ${MEDIAN_FUNCTION_LINES} lines in the middle, ${P90_FUNCTION_LINES} in nine of ten, and never over ${MAX_FUNCTION_LINES}`, () => {
    expect(measures.length).toBeGreaterThan(4000);
    expect(percentile(measures, 0.5)).toBeLessThanOrEqual(MEDIAN_FUNCTION_LINES);
    expect(percentile(measures, 0.9)).toBeLessThanOrEqual(P90_FUNCTION_LINES);
    expect(longerThan(measures, MAX_FUNCTION_LINES)).toEqual([]);
  });
});
