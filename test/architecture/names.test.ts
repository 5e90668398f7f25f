/** An operation and a format are named where they are declared, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/core/ops/index.ts';
import { FORMATS } from '../../src/core/spec/source.ts';
import { filesOf, linesIn, nodesIn, parsed, type SourceFile } from './sources.ts';

/** Where a name is said with a reason. */
const SAID: Readonly<Record<string, RegExp>> = {
  // The list itself.
  'src/core/spec/source.ts': /^(jpg|png|webp|gif|bmp|tiff|heic|avif)$/,
  // `jpeg` is another spelling of it.
  'src/core/ops/format.ts': /^jpg$/,
  // Words that mean something else there: a key of libwebp's options, the parameter of an error, a word of the page.
  'src/codecs/webp/libwebp-options.ts': /^quality$/,
  'src/core/engine/plan/output.ts': /^format$/,
  'src/viewer/ui/panels.tsx': /^info$/,
};

const FORMAT_NAMES: ReadonlySet<string> = new Set(FORMATS);
const OPERATION_NAMES: ReadonlySet<string> = new Set(OPERATIONS.map(({ name }) => name));

/** Texts in a file that are the name of one, by line. */
function namesIn(file: SourceFile, names: ReadonlySet<string>): string[] {
  return [...nodesIn(parsed(file).program)]
    .filter(({ type, value }) => type === 'Literal' && typeof value === 'string' && names.has(value))
    .filter(({ value }) => !SAID[file.path]?.test(String(value)))
    .map(({ start, value }) => `${file.path}:${linesIn(file.text, 0, start)}: ${String(value)}`);
}

const sources = filesOf('src/**/*.ts', 'src/**/*.tsx').filter(({ path }) => !path.endsWith('.d.ts'));
const outside = (...folders: string[]) =>
  sources.filter(({ path }) => !folders.some((folder) => path.startsWith(folder)));

describe('names', () => {
  it('of formats stand in their codecs', () => {
    const found = outside('src/codecs/').flatMap((file) => namesIn(file, FORMAT_NAMES));
    expect(found).toEqual([]);
  });

  it('of operations stand in their own files', () => {
    const found = outside('src/core/ops/').flatMap((file) => namesIn(file, OPERATION_NAMES));
    expect(found).toEqual([]);
  });

  it('would be found elsewhere', () => {
    const file = { path: 'src/a.ts', text: "if (name === 'watermark' || format === 'gif') stop();" };
    expect(namesIn(file, OPERATION_NAMES)).toEqual(['src/a.ts:1: watermark']);
    expect(namesIn(file, FORMAT_NAMES)).toEqual(['src/a.ts:1: gif']);
  });
});
