/** The lines of a log, however it is packed and whatever bytes are in it. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** No request line is longer; what is, is no line of a log. */
export const MAX_LINE = 64 * 1024;

/**
 * A file's lines, some at a time, one character a byte: logs mix encodings, and this loses nothing of any. A line that is too
 * long is cut, the rest of it passed over. Rejects when the file cannot be read, or breaks off inside its compression.
 */
export async function* linesOf(path: string): AsyncGenerator<readonly string[]> {
  let rest = '';
  let skipping = false;
  for await (const chunk of (await bytesOf(path)) as AsyncIterable<Buffer>) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    if (skipping && lines.length > 0) {
      lines.shift();
      skipping = false;
    }
    if (skipping) rest = '';
    if (rest.length > MAX_LINE) {
      lines.push(rest);
      skipping = true;
      rest = '';
    }
    yield lines.map(clean);
  }
  if (rest !== '') yield [clean(rest)];
}

function clean(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line.slice(0, MAX_LINE);
}

const GZIP = [0x1f, 0x8b];
/** Longer strings are kept until the whole heap is swept. */
const CHUNK = 32 * 1024;

async function bytesOf(path: string): Promise<Readable> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  await file.close();
  const stream = createReadStream(path, { highWaterMark: CHUNK });
  if (!GZIP.every((byte, at) => buffer[at] === byte)) return stream;
  const unpacked = createGunzip({ chunkSize: CHUNK });
  stream.on('error', (error) => unpacked.destroy(error));
  return stream.pipe(unpacked);
}
