/**
 * `npm run img`: processes local files through the service's own core, and prints what came out and how long it took.
 * What the core refuses is one line with its OSS code.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { mimes } from 'mrmime';
import type { Engine } from '../src/core/engine/engine.ts';
import type { Result } from '../src/core/engine/job.ts';
import { buildFonts } from './fonts.ts';
import { Mistake, runCommand, sentenceOf } from './lib/command.ts';
import { bodyOf, nodeEngine } from './lib/engine.ts';
import { fileMarks } from './lib/marks.ts';
import { drawer } from './lib/progress.ts';
import { findSources, type Source } from './lib/sources.ts';
import { readFrom, STREAM, writeTo } from './lib/streams.ts';

const USAGE = `usage: npm run img -- IN "image/resize,w_100/rotate,90" OUT
       npm run img -- FOLDER|PATTERN|FILE… "image/resize,w_100" FOLDER
  - as IN is standard input, as OUT standard output. Several files go into a folder, each under its own name with the
  ending of what came out. Picture marks are files beside the picture.`;

/** Endings as people write them, where a library knows several. */
const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/tiff': 'tiff' };

/** One file through the core. Throws ProcessError. */
async function processFile(engine: Engine, path: string, chain: string): Promise<Result> {
  const bytes = await readFrom(path);
  const marks = fileMarks(engine, path === STREAM ? '.' : dirname(resolve(path)));
  return engine.render({ chain: engine.parse(chain), size: bytes.length, body: bodyOf(bytes), marks });
}

/** `image/webp 400×267, 9814 bytes, 12.3 ms (decode full)`. */
function describe({ type, size, plan, phases }: Result): string {
  const milliseconds = Object.values(phases).reduce((sum, phase) => sum + phase, 0);
  const picture = plan ? ` ${plan.size.width}×${plan.size.height}` : '';
  const route = plan ? ` (decode ${plan.decode.route})` : '';
  return `${type}${picture}, ${size} bytes, ${milliseconds.toFixed(1)} ms${route}`;
}

/** Reads the chain and prepares what it needs. Throws `Mistake` or ProcessError before a file is opened. */
async function openEngine(chain: string): Promise<Engine> {
  const style = /^style\/(.*)$/.exec(chain)?.[1];
  if (style !== undefined) {
    throw new Mistake(
      `${chain}: a style is kept with a bucket, and a file is in none. ` +
        `\`npm run styles -- get ${style}\` shows its chain, \`npm run styles -- try ${style} KEY OUT\` tries it on an object.`,
    );
  }
  const engine = await nodeEngine();
  const { pixels } = engine.parse(chain);
  if (pixels.some(({ drawn }) => drawn && drawn.fonts.length > 0)) await buildFonts();
  return engine;
}

async function processOne(engine: Engine, [path, chain, out]: readonly [string, string, string]) {
  const result = await processFile(engine, path, chain);
  await writeTo(out, Buffer.concat(result.chunks));
  if (out === STREAM) console.error(describe(result));
  else console.log(describe(result));
}

/** Gives how many the core refused. */
async function processAll(engine: Engine, files: readonly Source[], chain: string, folder: string) {
  const draw = drawer(process.stderr);
  const refused: string[] = [];
  const written = new Set<string>();
  for (const [index, { path, name }] of files.entries()) {
    try {
      const result = await processFile(engine, path, chain);
      const target = join(folder, name.replace(/\.\w+$/, '') + endingOf(result));
      if (written.has(target)) throw new Error(`${target} is another file's result.`);
      written.add(target);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, Buffer.concat(result.chunks));
    } catch (error) {
      const sentence = sentenceOf(error);
      if (sentence === undefined) throw error;
      refused.push(`${path}: ${sentence}`);
    }
    draw(index + 1, files.length, `${index + 1} of ${files.length} files, ${refused.length} refused`);
  }
  console.log([`${folder}: ${files.length - refused.length} files`, ...refused].join('\n'));
  return refused.length;
}

/** `.webp`. */
function endingOf({ type }: Result): string {
  const [media = ''] = type.split(';');
  const known = Object.entries(mimes).find(([, mime]) => mime === media)?.[0];
  return `.${ENDINGS[media] ?? known ?? 'bin'}`;
}

function isFolder(path: string): boolean {
  return path.endsWith('/') || (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

await runCommand({ usage: USAGE, takes: [3, Infinity] }, async ({ positionals }) => {
  const [names, chain, out] = [positionals.slice(0, -2), positionals.at(-2)!, positionals.at(-1)!];
  const engine = await openEngine(chain);
  if (names.length === 1 && names[0] === STREAM && !isFolder(out)) {
    return processOne(engine, [STREAM, chain, out]);
  }
  const { files, single } = findSources(names);
  if (single && !isFolder(out)) return processOne(engine, [names[0]!, chain, out]);
  if (out === STREAM) throw new Mistake(`-: ${files.length} files do not go into one.`);
  return (await processAll(engine, files, chain, out)) === 0 ? 0 : 1;
});
