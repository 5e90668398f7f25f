/** The sections that comments name stand in `docs/reference`. */
import { readFileSync } from 'node:fs';
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
