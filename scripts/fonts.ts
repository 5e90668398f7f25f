/**
 * Builds the fonts of text watermarks into `public/fonts/`: slices of a few tens of kilobytes each, and for every
 * family an index of which slice draws what. `npm run fonts` builds what is missing or stale, `npm run fonts -- add
 * NAME` one more family: an installed `@fontsource` package or a font file, whose name `type` then accepts.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FamilyIndex } from '../src/text/families/family-index.ts';
import { indexPath, slicePath } from '../src/text/families/family-index.ts';
import { BUILD_FORMAT, type Family, sliceFamily } from './fonts/slices.ts';
import { Mistake, runCommand } from './lib/command.ts';
import { builtIn, type FamilySource, namedSource } from './fonts/sources.ts';

const FONTS = fileURLToPath(new URL('../public/fonts/', import.meta.url));

/** Builds the families of the OSS names and the fallback that are missing or stale; says what it does. */
export async function buildFonts(folder = FONTS): Promise<void> {
  for (const source of builtIn()) await buildFamily(source, folder);
}

/** Builds one family unless the built one is fresh. */
export async function buildFamily(source: FamilySource, folder = FONTS): Promise<void> {
  if (isFresh(source, folder)) return;
  console.error(`fonts: ${source.family} from ${source.origin}`);
  const family = await sliceFamily(source);
  writeFamily(source, family, folder);
}

function sourceLine({ origin }: FamilySource): string {
  return `${origin} format ${BUILD_FORMAT}`;
}

function isFresh(source: FamilySource, folder: string): boolean {
  const path = join(folder, indexPath(source.family));
  if (!existsSync(path)) return false;
  const index = JSON.parse(readFileSync(path, 'utf8')) as FamilyIndex;
  return index.source === sourceLine(source);
}

/** Writes into a folder of its own and puts it in place at the end: a build that stops half way leaves no half. */
function writeFamily(source: FamilySource, family: Family, folder: string): void {
  const building = join(folder, `.building-${process.pid}`);
  const files: [path: string, content: string | Uint8Array][] = [
    [indexPath(source.family), JSON.stringify(indexOf(source, family))],
    [`${source.family}/LICENSE.txt`, source.licenseText],
    ...family.slices.map(({ font }, index): [string, Uint8Array] => [slicePath(source.family, index), font]),
  ];
  mkdirSync(join(building, source.family), { recursive: true });
  for (const [path, content] of files) writeFileSync(join(building, path), content);
  rmSync(join(folder, source.family), { recursive: true, force: true });
  renameSync(join(building, source.family), join(folder, source.family));
  rmSync(building, { recursive: true });
}

function indexOf(source: FamilySource, { ascender, descender, slices }: Family): FamilyIndex {
  const characters = slices
    .flatMap(({ codePoints }, slice) => codePoints.map((codePoint) => ({ codePoint, slice })))
    .toSorted((a, b) => a.codePoint - b.codePoint);
  const runs: number[] = [];
  for (const { codePoint, slice } of characters) {
    const last = runs.length - 3;
    if (runs[last + 2] === slice && runs[last + 1] === codePoint - 1) runs[last + 1] = codePoint;
    else runs.push(codePoint, codePoint, slice);
  }
  return {
    name: source.family,
    license: source.license,
    source: sourceLine(source),
    ascender,
    descender,
    runs,
  };
}

const USAGE = `usage: npm run fonts [-- add NAME]
  builds the fonts of text watermarks that are missing or stale
  add NAME   builds one more family: an installed @fontsource package (noto-sans-arabic) or a font file`;

if (import.meta.main) {
  await runCommand({ usage: USAGE, takes: [0, 2] }, async ({ positionals: [command, name] }) => {
    if (command !== undefined && (command !== 'add' || name === undefined)) {
      throw new Mistake(`${command}: expected add NAME, or nothing.`);
    }
    const added = name === undefined ? undefined : namedSource(name);
    await buildFonts();
    if (added) await buildFamily(added);
  });
}
