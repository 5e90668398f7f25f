/** An operation and a format are named where they are declared and where other languages are translated, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/core/ops/index.ts';
import { FORMATS } from '../../src/core/spec/source.ts';
import { filesOf, linesIn, type Node, nodesIn, parsed, type SourceFile } from './sources.ts';

/** Where a name is said with a reason. */
const SAID: Readonly<Record<string, RegExp>> = {
  // The list itself.
  'src/core/spec/source.ts': /^(jpg|png|webp|gif|bmp|tiff|heic|avif)$/,
  // `jpeg` is another spelling of it.
  'src/core/ops/format.ts': /^jpg$/,
  // Modules by the codec they are handed to, and one that an operator can leave out.
  'src/worker/renderer/wasm.ts': /^(png|gif|tiff|webp)$/,
  'src/worker/renderer/engine.ts': /^heic$/,
  'src/worker/config/config.ts': /^heic$/,
  // Words that mean something else there: a key of libwebp's options, the parameter of an error, a word of the page.
  'src/codecs/webp/libwebp-options.ts': /^quality$/,
  'src/core/engine/plan/output.ts': /^format$/,
  'src/viewer/ui/app.tsx': /^info$/,
  'src/viewer/ui/facts.tsx': /^quality$/,
};

const FORMAT_NAMES: ReadonlySet<string> = new Set(FORMATS);
const OPERATION_NAMES: ReadonlySet<string> = new Set(OPERATIONS.map(({ name }) => name));

/** What a node of a syntax tree says as a text. */
function textOf({ type, value }: Node): unknown {
  return type === 'Literal' ? value : undefined;
}

/** What it says as the key of a property: a table by format stands where formats do as well. */
function keyOf({ type, key, computed }: Node): unknown {
  const plain = type === 'Property' && computed === false ? (key as Node) : undefined;
  return plain?.type === 'Identifier' ? plain['name'] : undefined;
}

/** Names that are said in a file, by line. */
function namesIn(file: SourceFile, names: ReadonlySet<string>, saidBy: (node: Node) => unknown): string[] {
  return [...nodesIn(parsed(file).program)]
    .map((node) => ({ start: node.start, said: saidBy(node) }))
    .filter(({ said }) => typeof said === 'string' && names.has(said))
    .filter(({ said }) => !SAID[file.path]?.test(String(said)))
    .map(({ start, said }) => `${file.path}:${linesIn(file.text, 0, start + 1)}: ${String(said)}`);
}

const formatsIn = (file: SourceFile) => namesIn(file, FORMAT_NAMES, (node) => textOf(node) ?? keyOf(node));
/** Their names are words that other things have as well, so keys say nothing. */
const operationsIn = (file: SourceFile) => namesIn(file, OPERATION_NAMES, textOf);

const sources = filesOf('src/**/*.ts', 'src/**/*.tsx').filter(({ path }) => !path.endsWith('.d.ts'));
const outside = (...folders: string[]) =>
  sources.filter(({ path }) => !folders.some((folder) => path.startsWith(folder)));

describe('names', () => {
  it('of formats stand in their codecs', () => {
    const found = outside('src/codecs/', 'src/dialects/').flatMap(formatsIn);
    expect(found).toEqual([]);
  });

  it('of operations stand in their own files', () => {
    const found = outside('src/core/ops/', 'src/dialects/').flatMap(operationsIn);
    expect(found).toEqual([]);
  });

  it('would be found elsewhere', () => {
    const file = { path: 'src/a.ts', text: "if (name === 'watermark' || format === 'gif') stop();" };
    expect(operationsIn(file)).toEqual(['src/a.ts:1: watermark']);
    expect(formatsIn(file)).toEqual(['src/a.ts:1: gif']);
    const table = { path: 'src/a.ts', text: "const COST = { jpg: 1,\n 'png': 2 };" };
    expect(formatsIn(table)).toEqual(['src/a.ts:1: jpg', 'src/a.ts:2: png']);
  });
});
