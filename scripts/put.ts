/** `npm run put`: stores files in a local bucket, also while the service runs. */
import { lookup } from 'mrmime';
import { Mistake, runCommand } from './lib/command.ts';
import { type Local, type LocalBucket, openLocal, STATE } from './lib/local.ts';
import { drawer, inUnits } from './lib/progress.ts';
import { findSources } from './lib/sources.ts';
import { readFrom, STREAM } from './lib/streams.ts';

const USAGE = `usage: npm run put -- FILE [KEY] [OPTION…]
       npm run put -- FOLDER|PATTERN|FILE… [PREFIX/] [OPTION…]
  FILE is stored under KEY, or under its own name; - is standard input and needs a KEY.
  A folder is stored with all that is in it, and a pattern ("pictures/**/*.jpg") with what it stands for, each file
  under PREFIX and its path below the folder. A prefix ends with a slash.
  --bucket NAME    which bucket (the first of wrangler.toml)
  --state FOLDER   where the local buckets are kept (.wrangler/state)`;

/** A file to store, and where. */
interface Order {
  readonly path: string;
  readonly key: string;
}

/** Says what goes where. Throws `Mistake`. */
function ordersOf(names: readonly string[]): Order[] {
  const last = names.at(-1) ?? '';
  if (names.length === 2 && !last.endsWith('/') && (names[0] === STREAM || isOneFile(names[0]!))) {
    return [{ path: names[0]!, key: last }];
  }
  if (names.includes(STREAM)) throw new Mistake('-: standard input needs a key, and goes alone.');
  const prefix = names.length > 1 && last.endsWith('/') ? last : undefined;
  const { files } = findSources(prefix === undefined ? names : names.slice(0, -1));
  return files.map(({ path, name }) => ({ path, key: (prefix ?? '') + name }));
}

function isOneFile(name: string): boolean {
  const { single, files } = findSources([name]);
  if (single) return true;
  throw new Mistake(`${name} stands for ${files.length} files: end what their keys begin with with a slash.`);
}

async function put({ path, key }: Order, bucket: LocalBucket): Promise<number> {
  const bytes = await readFrom(path);
  await bucket.put(key, bytes, lookup(key) ?? 'application/octet-stream');
  return bytes.length;
}

async function putAll(orders: readonly Order[], bucket: LocalBucket): Promise<void> {
  const draw = drawer(process.stderr);
  let total = 0;
  for (const [index, order] of orders.entries()) {
    const bytes = await put(order, bucket);
    total += bytes;
    if (orders.length === 1) console.log(`${bucket.name}/${order.key}: ${bytes} bytes`);
    else draw(index + 1, orders.length, `${index + 1} of ${orders.length} files, ${inUnits(total)}`);
  }
  if (orders.length > 1) console.log(`${bucket.name}: ${orders.length} files, ${inUnits(total)}`);
}

function findBucket({ buckets }: Local, name: string | undefined): LocalBucket {
  const found = name === undefined ? buckets[0] : buckets.find((bucket) => bucket.name === name);
  if (found) return found;
  throw new Error(`There is no bucket ${name}; there are ${buckets.map(({ name }) => name).join(', ')}.`);
}

await runCommand(
  {
    usage: USAGE,
    takes: [1, Infinity],
    options: { bucket: { type: 'string' }, state: { type: 'string', default: STATE } },
  },
  async ({ values, positionals }) => {
    if (/^[/\\]/.test(positionals.at(-1)!) && positionals.length > 1) {
      throw new Mistake('A key does not begin with a slash.');
    }
    const orders = ordersOf(positionals);
    const local = await openLocal(values.state);
    try {
      await putAll(orders, findBucket(local, values.bucket));
    } finally {
      await local.close();
    }
  },
);
