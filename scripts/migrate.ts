/**
 * `npm run migrate -- --from oss://BUCKET[/PREFIX] --to R2-BUCKET[/PREFIX] [OPTION…]`: copies objects and styles from OSS
 * to R2, or with `--to oss://BUCKET` through an endpoint that answers like OSS, such as this service. What was copied is
 * kept in the state file; the same command again goes on from there.
 *
 * The source: OSS_ENDPOINT, OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION (oss-cn-hangzhou). R2: R2_ENDPOINT
 * (https://ACCOUNT.r2.cloudflarestorage.com), R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY. Another endpoint:
 * TARGET_OSS_ENDPOINT and so on as for the source.
 */
import { Mistake, runCommand, wholeNumber } from './lib/command.ts';
import { type Address, need, readAddress } from './migrate/address.ts';
import { type Identity, journalName, openJournal } from './migrate/journal.ts';
import { connect, type OssAccount, ossSource, ossTarget } from './migrate/oss.ts';
import type { Target } from './migrate/ports.ts';
import { drawer, report } from './migrate/progress.ts';
import { r2Target } from './migrate/r2.ts';
import { migrate } from './migrate/run.ts';
import type { MigrationOptions } from './migrate/work.ts';

interface Order {
  readonly from: Address;
  readonly to: Address;
  /** The bucket's name as callers of the service see it. */
  readonly seenAs: string;
  /** The journal's file; one of the migration's own when left out. */
  readonly state: string | undefined;
  readonly options: Omit<MigrationOptions, 'journal' | 'progress'>;
}

const USAGE = `usage: npm run migrate -- --from oss://BUCKET[/PREFIX] --to R2-BUCKET[/PREFIX]|oss://BUCKET[/PREFIX] [OPTION…]
  --styles          copies styles as well
  --settings        copies the bucket's ACL, rules (CORS, Referer, lifecycle), website, tags, encryption and console
                    settings as well
  --dry-run         writes nothing: tells what would be copied, and what cannot be
  --verify          asks the target about every object, and copies again what is missing there or differs in bytes, ACL or tags
  --since DATE      only objects that changed then or later: 2026-03-01 or 2026-03-01T12:00:00Z
  --delete          removes from the target what was copied before and is gone from the source since
  --keep-newer      leaves alone what others wrote at the target after the source's version
  --bucket NAME     the bucket's name as callers of the service see it (that of the source)
  --concurrency N   objects under way at once (16)
  --state FILE      what was copied: the same command again goes on from there
Source: OSS_ENDPOINT, OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION. R2: R2_ENDPOINT, R2_ACCESS_KEY_ID,
R2_SECRET_ACCESS_KEY. Another endpoint: TARGET_OSS_ENDPOINT and so on as for the source.`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  styles: { type: 'boolean', default: false },
  settings: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  verify: { type: 'boolean', default: false },
  since: { type: 'string' },
  delete: { type: 'boolean', default: false },
  'keep-newer': { type: 'boolean', default: false },
  bucket: { type: 'string' },
  concurrency: { type: 'string', default: '16' },
  state: { type: 'string' },
} as const;

interface Values {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly styles: boolean;
  readonly settings: boolean;
  readonly 'dry-run': boolean;
  readonly verify: boolean;
  readonly since?: string | undefined;
  readonly delete: boolean;
  readonly 'keep-newer': boolean;
  readonly bucket?: string | undefined;
  readonly concurrency: string;
  readonly state?: string | undefined;
}

function readOrder(values: Values): Order {
  const [from, to] = [readAddress(values.from, '--from'), readAddress(values.to, '--to')];
  if (from.kind !== 'oss') throw new Mistake(`--from ${values.from}: expected oss://bucket.`);
  const concurrency = wholeNumber('concurrency', values.concurrency, 1, 256);
  return {
    from,
    to,
    seenAs: values.bucket ?? from.bucket,
    state: values.state,
    options: {
      concurrency,
      styles: values.styles,
      settings: values.settings,
      dry: values['dry-run'],
      verify: values.verify,
      since: values.since === undefined ? undefined : readDate(values.since),
      remove: values.delete,
      keepNewer: values['keep-newer'],
    },
  };
}

function readDate(text: string): Date {
  const date = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new Mistake(`--since ${text}: expected a date such as 2026-03-01.`);
}

/** An account from the environment. */
function ossAccount(prefix: string, end: string): OssAccount {
  return {
    endpoint: need(`${prefix}OSS_ENDPOINT`, `the address of ${end}`),
    id: need(`${prefix}OSS_ACCESS_KEY_ID`, `a key for ${end}`),
    secret: need(`${prefix}OSS_ACCESS_KEY_SECRET`, `the secret of the key for ${end}`),
    region: process.env[`${prefix}OSS_REGION`] ?? 'oss-cn-hangzhou',
  };
}

/** From where to where; the target's endpoint has been asked for already. */
function identityOf({ from, to }: Order): Identity {
  const target = to.kind === 'r2' ? 'R2_ENDPOINT' : 'TARGET_OSS_ENDPOINT';
  return {
    from: { ...from, endpoint: need('OSS_ENDPOINT', 'the address of the source') },
    to: { ...to, endpoint: need(target, 'the address of the target') },
  };
}

function openTarget({ to, seenAs }: Order): Target {
  const { kind, bucket, prefix } = to;
  if (kind === 'oss') return ossTarget(connect(ossAccount('TARGET_', 'the target'), bucket), bucket, prefix);
  const account = {
    endpoint: need('R2_ENDPOINT', 'https://ACCOUNT.r2.cloudflarestorage.com'),
    id: need('R2_ACCESS_KEY_ID', 'an R2 API token that may write objects'),
    secret: need('R2_SECRET_ACCESS_KEY', 'the secret of the R2 API token'),
  };
  return r2Target(account, { bucket, prefix, seenAs });
}

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const order = readOrder(values);
  const { from, state, options } = order;
  const source = ossSource(connect(ossAccount('', 'the source'), from.bucket), from.bucket, from.prefix);
  const target = openTarget(order);
  const identity = identityOf(order);
  const file = state ?? `.wrangler/migrate/${journalName(identity)}`;
  const started = performance.now();
  const tally = await migrate(source, target, {
    ...options,
    journal: openJournal(file, identity),
    progress: drawer(process.stderr),
  });
  console.log(report(tally, (performance.now() - started) / 1000, options.dry));
  return tally.failed.length + tally.refused.length > 0 ? 1 : 0;
});
