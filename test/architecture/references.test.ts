/** The sections that comments name stand in `docs/reference`, and the paths that they and documents name lead somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesOf, linesIn } from './sources.ts';

/** Sections of a document, by their numbers. */
function sectionsOf(name: string): ReadonlySet<string> {
  const text = readFileSync(new URL(`../../docs/reference/${name}.md`, import.meta.url), 'utf8');
  return new Set([...text.matchAll(/^#+ (\d+(?:\.\d+)*)/gm)].map(([, number]) => number ?? ''));
}

/** `wire reference 3.2 and 3.3`, `operations reference, sections 2 and 14`. */
const CITED =
  /\b(wire|operations) reference(?:'s table)?,? (?:\(?sections? )?((?:\d+(?:\.\d+)*(?:,| and)? ?)+)/gi;

describe('references', () => {
  const sections = { wire: sectionsOf('wire'), operations: sectionsOf('operations') };
  const cited = filesOf('src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts').flatMap(({ path, text }) =>
    [...text.matchAll(CITED)].flatMap(([whole, document = '', numbers = '']) =>
      [...numbers.matchAll(/\d+(?:\.\d+)*/g)].map(([number]) => ({
        place: `${path}:${linesIn(text, 0, text.indexOf(whole) + 1)}`,
        document: document.toLowerCase() as keyof typeof sections,
        number,
      })),
    ),
  );

  it('are read', () => {
    expect(cited.length).toBeGreaterThan(50);
  });

  it('name sections that there are', () => {
    const missing = cited.filter(({ document, number }) => !sections[document].has(number));
    expect(missing.map(({ place, document, number }) => `${place}: ${document} ${number}`)).toEqual([]);
  });
});

/** Files and folders of the project in code: `src/core/ops`. What is made, or stands for a name, is not looked for. */
const PATH = /`((?:src|wasm|test|scripts|bench|packages|docs|conformance)\/[\w./-]+)`/g;
const MADE = /^(wasm\/build|test\/output)\b|\bNAME\b/;

describe('paths', () => {
  const documents = filesOf('*.md', 'docs/**/*.md', '{bench,wasm}/**/*.md', 'packages/*/README.md');
  const sources = filesOf('{src,test,scripts,bench,packages,wasm}/**/*.{ts,tsx}');
  const named = [...documents, ...sources]
    .filter(({ path }) => path !== 'CHANGELOG.md')
    .flatMap(({ path, text }) =>
      [...text.matchAll(PATH)].map(({ 1: name = '', index }) => ({
        place: `${path}:${linesIn(text, 0, index + 1)}`,
        name,
      })),
    )
    .filter(({ name }) => !MADE.test(name));

  it('are read', () => {
    expect(named.length).toBeGreaterThan(60);
  });

  it('lead to what there is', () => {
    const missing = named.filter(({ name }) => !existsSync(new URL(`../../${name}`, import.meta.url)));
    expect(missing.map(({ place, name }) => `${place}: ${name}`)).toEqual([]);
  });
});
