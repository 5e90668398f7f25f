/**
 * Processes a local file through the service's own core: `npm run img -- IN "image/resize,w_100/rotate,90" OUT`. Prints
 * what came out and how long it took. What the core refuses is one line with its OSS code, and exit status 1.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Result } from '../src/core/engine/job.ts';
import { ProcessError } from '../src/core/spec/error.ts';
import { buildFonts } from './fonts.ts';
import { bodyOf, nodeEngine } from './lib/engine.ts';
import { fileMarks } from './lib/marks.ts';

const USAGE = 'usage: npm run img -- IN "image/resize,w_100/rotate,90" OUT';

/** Processes a file by a chain. Picture marks are files of its folder. Throws ProcessError. */
export async function processFile(path: string, chain: string): Promise<Result> {
  const engine = await nodeEngine();
  const parsed = engine.parse(chain);
  if (parsed.pixels.some(({ operation }) => operation === 'watermark')) await buildFonts();
  const bytes = await readFile(path);
  const marks = fileMarks(engine, dirname(resolve(path)));
  return engine.render({ chain: parsed, size: bytes.length, body: bodyOf(bytes), marks });
}

/** `image/webp 400×267, 9814 bytes, 12.3 ms (decode full)`. */
export function describe({ type, size, plan, phases }: Result): string {
  const milliseconds = Object.values(phases).reduce((sum, phase) => sum + phase, 0);
  const picture = plan ? ` ${plan.size.width}×${plan.size.height}` : '';
  const route = plan ? ` (decode ${plan.decode.route})` : '';
  return `${type}${picture}, ${size} bytes, ${milliseconds.toFixed(1)} ms${route}`;
}

/** One line for whatever went wrong on the caller's side; anything else is thrown on. */
export function refusal(error: unknown): string {
  if (error instanceof ProcessError) {
    const { ec } = error.detail;
    return `${error.code}${ec === undefined ? '' : ` (EC ${ec})`}: ${error.message}`;
  }
  if (error instanceof Error && 'code' in error && 'path' in error) return error.message;
  throw error;
}

if (import.meta.main) {
  const [source, chain, target] = process.argv.slice(2);
  if (source === undefined || chain === undefined || target === undefined) {
    console.error(USAGE);
    process.exit(2);
  }
  try {
    const result = await processFile(source, chain);
    await writeFile(target, result.chunks);
    console.log(describe(result));
  } catch (error) {
    console.error(refusal(error));
    process.exit(1);
  }
}
