/** Files that a command line names: files, folders with all that is in them, and patterns. */
import { globSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { Mistake } from './command.ts';

/** A file, and its name below the folder or the pattern that named it. */
export interface Source {
  readonly path: string;
  /** With slashes, whatever the system has: `trips/holiday.jpg`. */
  readonly name: string;
}

/** What was named, and whether that was one file and nothing else. */
export interface Sources {
  readonly files: readonly Source[];
  readonly single: boolean;
}

const PATTERN = /[*?[\]{}]/;

/** Finds the files. Throws `Mistake` where nothing is. Files whose names begin with a dot are named one by one or left out. */
export function findSources(names: readonly string[]): Sources {
  const kinds = names.map(kindOf);
  const files = names.flatMap((name, index) => {
    const kind = kinds[index];
    if (kind === 'file') return [{ path: name, name: basename(name) }];
    return kind === 'folder' ? below(name, '**/*') : below(fixedPart(name), relative(fixedPart(name), name));
  });
  if (files.length === 0) throw new Mistake(`${names.join(' ')}: there are no files.`);
  return { files, single: names.length === 1 && kinds[0] === 'file' };
}

function kindOf(name: string): 'file' | 'folder' | 'pattern' {
  const found = statSync(name, { throwIfNoEntry: false });
  if (found?.isDirectory()) return 'folder';
  if (found) return 'file';
  if (PATTERN.test(name)) return 'pattern';
  throw new Mistake(`${name}: there is no such file.`);
}

function below(folder: string, pattern: string): Source[] {
  return globSync(pattern, { cwd: folder === '' ? '.' : folder })
    .filter((name) => !name.split(sep).some((part) => part.startsWith('.')))
    .map((name) => ({ path: join(folder, name), name: name.replaceAll(sep, '/') }))
    .filter(({ path }) => statSync(path).isFile())
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** The folders before the first one of a pattern that stands for several. */
function fixedPart(pattern: string): string {
  const parts = pattern.split(/[/\\]/);
  const fixed = parts
    .slice(
      0,
      parts.findIndex((part) => PATTERN.test(part)),
    )
    .join('/');
  return fixed === '' && pattern.startsWith('/') ? '/' : fixed;
}
