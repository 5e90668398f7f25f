/**
 * `npm run replay -- --log FILE --new URL [--old URL]`: reads access logs, asks for every distinct chain that a site uses, and
 * tells what differs, weighted by traffic. With `--check` alone nobody is asked: an inventory of what the site uses.
 */
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Mistake, runCommand, webAddress, wholeNumber } from './lib/command.ts';
import { inParallel } from './lib/in-parallel.ts';
import type { Place } from './lib/place.ts';
import { drawer } from './lib/progress.ts';
import { compare, type Compared, openState, stateName, type Task, tasksOf } from './replay/compare.ts';
import { readEntry } from './replay/entry.ts';
import { findingsOf, printed } from './replay/findings.ts';
import { addLine, createInventory, type Inventory, kindsOf } from './replay/inventory.ts';
import { linesOf } from './replay/lines.ts';
import { outcomeOf, printedOutcome, replayPage } from './replay/outcome.ts';

const USAGE = `usage: npm run replay -- --log FILE --new URL [--old URL] [OPTION…]
       npm run replay -- --log FILE --check [OPTION…]
  --log FILE         an access log: of OSS, in the common format, JSON lines, or one address a line; gzip as well.
                     May be given several times
  --new URL          the service to move to, with the bucket behind it in path style
  --old URL          the service it is compared with
  --check            asks nobody: what the log asks for, and what this language does not know
  --delimiters TEXT  what parts a key from a style's name (!)
  --most N           chains that are asked for, those with most requests first (1000)
  --concurrency N    requests under way at each service (4)
  --state FILE       what was asked: the same command again goes on from there
  --again            asks for everything anew
  --report FILE      a page
  --json FILE        the same for programs
  --bucket NAME      for signatures: what both services call the bucket
  --region NAME      for signatures: that of the bucket (cn-hangzhou)
  environment: OLD_ACCESS_KEY_ID and OLD_ACCESS_KEY_SECRET, NEW_ACCESS_KEY_ID and NEW_ACCESS_KEY_SECRET sign requests`;

const OPTIONS = {
  log: { type: 'string', multiple: true },
  new: { type: 'string' },
  old: { type: 'string' },
  check: { type: 'boolean', default: false },
  delimiters: { type: 'string', default: '!' },
  most: { type: 'string', default: '1000' },
  concurrency: { type: 'string', default: '4' },
  state: { type: 'string' },
  again: { type: 'boolean', default: false },
  report: { type: 'string' },
  json: { type: 'string' },
  bucket: { type: 'string' },
  region: { type: 'string', default: 'cn-hangzhou' },
} as const;

async function readLogs(files: readonly string[], delimiters: string): Promise<Inventory> {
  const inventory = createInventory();
  for (const file of files) {
    for await (const lines of linesOf(file)) {
      for (const line of lines) addLine(inventory, line, readEntry(line), delimiters);
    }
  }
  return inventory;
}

interface Values {
  readonly bucket?: string | undefined;
  readonly region: string;
}

function placeOf(option: 'old' | 'new', address: string, { bucket = '', region }: Values): Place {
  const name = option.toUpperCase();
  const [accessKeyId, accessKeySecret] = [
    process.env[`${name}_ACCESS_KEY_ID`],
    process.env[`${name}_ACCESS_KEY_SECRET`],
  ];
  const signs = accessKeyId !== undefined && accessKeySecret !== undefined;
  const credentials = signs ? { accessKeyId, accessKeySecret } : undefined;
  if (credentials && bucket === '')
    throw new Mistake(`${name}_ACCESS_KEY_ID signs requests, and the bucket is signed: --bucket NAME.`);
  return { base: webAddress(option, address), bucket, region, credentials };
}

interface Places {
  readonly old: Place | undefined;
  readonly fresh: Place;
}

async function replay(
  tasks: readonly Task[],
  { old, fresh }: Places,
  {
    state,
    concurrency,
    again,
  }: { readonly state: string; readonly concurrency: number; readonly again: boolean },
): Promise<Compared[]> {
  if (again) rmSync(state, { force: true });
  const remembered = openState(state);
  const draw = drawer(process.stderr);
  const all: Compared[] = [];
  let done = 0;
  await inParallel(tasks, concurrency, async (task, at) => {
    const found = remembered.find(task);
    const compared = found ?? (await compare(task, old, fresh));
    if (!found) remembered.add(compared);
    all[at] = compared;
    draw(++done, tasks.length, `${done} of ${tasks.length} chains`);
  });
  return all;
}

/** Logs by path and size: one that grew is another. */
function stateOf(logs: readonly string[], { old, fresh }: Places): string {
  const files = logs.map((file) => `${resolve(file)} ${statSync(file).size}`);
  return `.wrangler/replay/${stateName(files, [old, fresh])}`;
}

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const { log: logs = [], check } = values;
  if (logs.length === 0) throw new Mistake('Which log is missing: --log FILE.');
  if (!check && values.new === undefined)
    throw new Mistake('Whom to ask is missing: --new URL, or --check for nobody.');
  const [most, concurrency] = [
    wholeNumber('most', values.most),
    wholeNumber('concurrency', values.concurrency),
  ];
  const fresh = values.new === undefined || check ? undefined : placeOf('new', values.new, values);
  const old = values.old === undefined || check ? undefined : placeOf('old', values.old, values);
  const inventory = await readLogs(logs, values.delimiters);
  const findings = findingsOf(inventory);
  console.log(printed(findings));
  const compared =
    fresh &&
    (await replay(
      tasksOf(kindsOf(inventory), most),
      { old, fresh },
      {
        state: values.state ?? stateOf(logs, { old, fresh }),
        concurrency,
        again: values.again,
      },
    ));
  const outcome = compared && outcomeOf(compared);
  if (outcome) console.log(printedOutcome(outcome));
  if (values.report !== undefined)
    writeFileSync(values.report, replayPage(`Replay of ${logs.join(', ')}`, findings, outcome));
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ log: findings, replay: outcome }, null, 2)}\n`);
  return outcome && outcome.different.length > 0 ? 1 : 0;
});
