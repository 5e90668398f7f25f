/**
 * Writes the operations' documentation: `docs/operations.md`, its Chinese twin, the table between the markers of the
 * READMEs, and the pictures of the examples. `--check` writes nothing and fails when a page differs or a picture is
 * missing. A declaration with a gap fails either way.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, type OperationDescription } from '../src/core/ops/describe.ts';
import { OPERATIONS } from '../src/core/ops/index.ts';
import type { Language } from '../src/core/spec/sentence.ts';
import { between } from './docs/between.ts';
import { gapsOf } from './docs/gaps.ts';
import { operationsPage, overview } from './docs/pages.ts';
import { pictureName, renderExamples } from './docs/pictures.ts';
import { urlTypes } from './docs/url-types.ts';
import { buildFonts } from './fonts.ts';
import { runCommand } from './lib/command.ts';

const PICTURES = 'docs/pictures';
const PAGES: readonly { language: Language; page: string; readme: string; pictures: string }[] = [
  { language: 'en', page: 'docs/operations.md', readme: 'README.md', pictures: 'pictures' },
  { language: 'zh', page: 'docs/zh/operations.md', readme: 'README.zh-CN.md', pictures: '../pictures' },
];
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

const OPERATIONS_DESCRIBED = describe(OPERATIONS);
const SHOWN = OPERATIONS_DESCRIBED.filter(({ kind }) => kind !== 'report');

function pathOf(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

function read(path: string): string | undefined {
  return existsSync(pathOf(path)) ? readFileSync(pathOf(path), 'utf8') : undefined;
}

/** The files of pictures that are there, by name without ending. */
function picturesThere(): Map<string, string> {
  const files = existsSync(pathOf(PICTURES)) ? readdirSync(pathOf(PICTURES)) : [];
  return new Map(files.map((file) => [file.replace(/\.\w+$/, ''), file]));
}

function namesOf({ name, examples }: OperationDescription): string[] {
  return examples.map((_, index) => pictureName(name, index));
}

/** The pages as they must be, by path. A README that is not there is not made here. */
function wanted(): Map<string, string> {
  const there = picturesThere();
  const byExample = new Map(
    SHOWN.flatMap(({ name, examples }) =>
      examples.map((example, index) => [example, there.get(pictureName(name, index))]),
    ),
  );
  const files = new Map([['packages/url/src/operations.ts', urlTypes(OPERATIONS_DESCRIBED)]]);
  for (const { language, page, readme, pictures } of PAGES) {
    const pictureOf = (example: string) => {
      const file = byExample.get(example);
      return file === undefined ? undefined : `${pictures}/${file}`;
    };
    files.set(page, operationsPage(OPERATIONS_DESCRIBED, language, pictureOf));
    const text = read(readme);
    if (text !== undefined) files.set(readme, between(text, overview(OPERATIONS_DESCRIBED, language, page)));
  }
  return files;
}

async function writePictures(): Promise<void> {
  await buildFonts();
  const rendered = await renderExamples(SHOWN);
  for (const { name, type, bytes } of rendered) write(`${PICTURES}/${name}.${ENDINGS[type] ?? 'bin'}`, bytes);
}

function write(path: string, content: string | Uint8Array): void {
  const target = pathOf(path);
  const before = existsSync(target) ? readFileSync(target) : undefined;
  if (before?.equals(Buffer.from(content as Uint8Array))) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  console.log(`wrote ${path}`);
}

function check(): string[] {
  const there = picturesThere();
  return [
    ...SHOWN.flatMap(namesOf)
      .filter((name) => !there.has(name))
      .map((name) => `${PICTURES} has no ${name}: run npm run docs`),
    ...[...wanted()]
      .filter(([path, text]) => read(path) !== text)
      .map(([path]) => `${path} is not up to date: run npm run docs`),
  ];
}

async function main(checkOnly: boolean): Promise<number> {
  const gaps = gapsOf(OPERATIONS_DESCRIBED);
  if (gaps.length > 0) return fail(gaps);
  if (checkOnly) return fail(check());
  await writePictures();
  for (const [path, text] of wanted()) write(path, text);
  return 0;
}

function fail(reasons: readonly string[]): number {
  for (const reason of reasons) console.error(reason);
  return reasons.length === 0 ? 0 : 1;
}

const USAGE = `usage: npm run docs [-- --check]
  writes the pages of the operations and the pictures of their examples
  --check   writes nothing, and fails where something is not up to date`;

await runCommand({ usage: USAGE, options: { check: { type: 'boolean', default: false } } }, ({ values }) =>
  main(values.check),
);
