/** What a reader meets: a sentence for everything exported, and nothing unfinished. */
import { describe, expect, it } from 'vitest';
import { filesOf, linesIn, parsed, type SourceFile } from './sources.ts';

/** Least share of exports with a comment of their own, outside of `core`, where all have one. */
const DOCUMENTED = 0.95;

interface Export {
  readonly place: string;
  readonly documented: boolean;
}

/** What a file declares and exports. The comment at a file's head stands for an export that is its only one. */
function exportsOf(file: SourceFile): Export[] {
  const { program, comments } = parsed(file);
  const docs = new Set(
    comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*')).map(({ end }) => end),
  );
  const declared = program.body.filter(
    ({ type, declaration }) => type === 'ExportNamedDeclaration' && declaration,
  );
  const alone = declared.length === 1 && file.text.startsWith('/**');
  return declared.map(({ start }) => ({
    place: `${file.path}:${linesIn(file.text, 0, start + 1)}`,
    documented: alone || docs.has(lengthBefore(file.text, start)),
  }));
}

/** Length of the text before a place, without white space and line comments at its end. */
function lengthBefore(text: string, place: number): number {
  return text.slice(0, place).replace(/(\s|\/\/[^\n]*\n\s*)+$/, '').length;
}

describe('sources', () => {
  const exported = filesOf('src/**/*.ts')
    .filter(({ path }) => !path.endsWith('.d.ts'))
    .flatMap(exportsOf);

  it('say what everything in core is that they export', () => {
    const silent = exported.filter(({ place, documented }) => place.startsWith('src/core/') && !documented);
    expect(silent.map(({ place }) => place)).toEqual([]);
  });

  it('say it of nearly everything elsewhere', () => {
    const share = exported.filter(({ documented }) => documented).length / exported.length;
    expect(share).toBeGreaterThan(DOCUMENTED);
  });

  it('hold nothing unfinished, switched off or bound to one machine', () => {
    const wrong =
      /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore(?!: decorator$)|nocheck|expect-error)|\b(it|describe|test)\.(only|skip|todo)\b|\/(root|tmp|work|Users)\//;
    const files = filesOf(
      '{src,scripts,bench,test,packages,wasm}/**/*.{ts,tsx}',
      '*.md',
      '{docs,bench,wasm}/**/*.md',
    ).filter(({ path }) => !path.startsWith('test/architecture/'));
    const found = files.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, i) => (wrong.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
