/**
 * Pictures of others, in a folder beside the project where there is one. Every rule has its test with made input; these
 * are more of the same, and where the folder is missing each group says in its name that it was left out.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { it } from 'vitest';

const FOLDER = new URL('../../../shared/', import.meta.url);

/** Paths below a folder whose names match; none where it is missing. */
export function outsideFiles(folder: string, names = /./): string[] {
  const url = new URL(`${folder}/`, FOLDER);
  if (!existsSync(url)) return [];
  return readdirSync(url, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && names.test(entry.name))
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(FOLDER.pathname.length).replace('//', '/'));
}

export function readOutside(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(path, FOLDER)));
}

/** A test for each file, its path in the title under `%s`. */
export function eachOutside(
  title: string,
  paths: readonly string[],
  test: (file: Uint8Array<ArrayBuffer>, path: string) => void | Promise<void>,
): void {
  const here = paths.filter((path) => existsSync(new URL(path, FOLDER)));
  it.runIf(here.length > 0).each(here.length > 0 ? here : ['no pictures beside the project'])(title, (path) =>
    test(readOutside(path), path),
  );
}
