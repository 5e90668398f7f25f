/** `npm run put -- FILE KEY [--bucket NAME]`: stores a file in the local bucket, also while the service runs. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { openLocal } from './lib/local.ts';

const USAGE = 'usage: npm run put -- FILE KEY [--bucket NAME]';

/** Types of what people keep beside pictures; browsers go by them. */
const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.css': 'text/css',
  '.gif': 'image/gif',
  '.heic': 'image/heic',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.otf': 'font/otf',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.ttc': 'font/collection',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

async function put(file: string, key: string, bucketName: string | undefined): Promise<string> {
  const bytes = readFileSync(file);
  const local = await openLocal();
  try {
    const names = local.buckets.map(({ name }) => name);
    const bucket = local.buckets.find(({ name }) => name === (bucketName ?? names[0]));
    if (!bucket) throw new Error(`There is no bucket ${bucketName}; there are ${names.join(', ')}.`);
    await bucket.put(key, bytes, TYPES[extname(key).toLowerCase()] ?? 'application/octet-stream');
    return `${bucket.name}/${key}: ${bytes.length} bytes`;
  } finally {
    await local.close();
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { bucket: { type: 'string' } },
  });
  const [file, key, more] = positionals;
  if (file === undefined || key === undefined || more !== undefined) throw new Error(USAGE);
  if (/^[/\\]/.test(key)) throw new Error('A key does not begin with a slash.');
  console.log(await put(file, key, values.bucket));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
