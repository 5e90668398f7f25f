/** Files that commands read and write, standard input and output among them. */
import { readFile, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** In the place of a file's name: standard input or output. */
export const STREAM = '-';

/** The bytes of a file or of standard input. */
export async function readFrom(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return path === STREAM ? buffer(process.stdin) : readFile(path);
}

/** Writes a file, or to standard output: whole, however slowly that is read. */
export async function writeTo(path: string, content: string | Uint8Array): Promise<void> {
  if (path === STREAM) await pipeline([content], process.stdout, { end: false });
  else await writeFile(path, content);
}
