/**
 * `npm run put -- FILE KEY [--bucket NAME] [--state FOLDER]`: stores a file in the local bucket, also while the service
 * runs.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lookup } from 'mrmime';
import { type Local, openLocal, STATE } from './lib/local.ts';

const USAGE = 'usage: npm run put -- FILE KEY [--bucket NAME] [--state FOLDER]';

interface Order {
  readonly file: string;
  readonly key: string;
  /** Name of the bucket; the first one when left out. */
  readonly bucket: string | undefined;
  /** Folder of the local buckets. */
  readonly state: string;
}

function readOrder(): Order {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bucket: { type: 'string' }, state: { type: 'string', default: STATE } },
  });
  const [file, key, more] = positionals;
  if (file === undefined || key === undefined || more !== undefined) throw new Error(USAGE);
  if (/^[/\\]/.test(key)) throw new Error('A key does not begin with a slash.');
  return { file, key, bucket: values.bucket, state: values.state };
}

async function put({ file, key, bucket, state }: Order): Promise<string> {
  const bytes = readFileSync(file);
  const local = await openLocal(state);
  try {
    const target = findBucket(local, bucket);
    await target.put(key, bytes, lookup(key) ?? 'application/octet-stream');
    return `${target.name}/${key}: ${bytes.length} bytes`;
  } finally {
    await local.close();
  }
}

function findBucket({ buckets }: Local, name: string | undefined) {
  const found = name === undefined ? buckets[0] : buckets.find((bucket) => bucket.name === name);
  if (found) return found;
  throw new Error(`There is no bucket ${name}; there are ${buckets.map(({ name }) => name).join(', ')}.`);
}

try {
  console.log(await put(readOrder()));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
