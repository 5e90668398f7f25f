/**
 * `npm run migrate -- --from oss://BUCKET[/PREFIX] --to R2-BUCKET[/PREFIX] [--styles] [--bucket NAME] [--concurrency N]
 * [--state FILE]`: copies objects and styles from OSS to R2, or with `--to oss://BUCKET` through an endpoint that answers
 * like OSS, such as this service. What was copied is kept in the state file; the same command again goes on from there.
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

interface Order {
  readonly from: Address;
  readonly to: Address;
  readonly styles: boolean;
  /** The bucket's name as callers of the service see it. */
  readonly seenAs: string;
  readonly concurrency: number;
  /** The journal's file; one of the migration's own when left out. */
  readonly state: string | undefined;
}

const USAGE = `usage: npm run migrate -- --from oss://BUCKET[/PREFIX] --to R2-BUCKET[/PREFIX]|oss://BUCKET[/PREFIX] [OPTION…]
  --styles          copies styles as well
  --bucket NAME     the bucket's name as callers of the service see it (that of the source)
  --concurrency N   objects under way at once (16)
  --state FILE      what was copied: the same command again goes on from there
Source: OSS_ENDPOINT, OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION. R2: R2_ENDPOINT, R2_ACCESS_KEY_ID,
R2_SECRET_ACCESS_KEY. Another endpoint: TARGET_OSS_ENDPOINT and so on as for the source.`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  styles: { type: 'boolean', default: false },
  bucket: { type: 'string' },
  concurrency: { type: 'string', default: '16' },
  state: { type: 'string' },
} as const;

interface Values {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly styles: boolean;
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
    styles: values.styles,
    seenAs: values.bucket ?? from.bucket,
    concurrency,
    state: values.state,
  };
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
  const { from, styles, concurrency, state } = order;
  const source = ossSource(connect(ossAccount('', 'the source'), from.bucket), from.bucket, from.prefix);
  const target = openTarget(order);
  const identity = identityOf(order);
  const file = state ?? `.wrangler/migrate/${journalName(identity)}`;
  const started = performance.now();
  const tally = await migrate(source, target, {
    journal: openJournal(file, identity),
    concurrency,
    styles,
    progress: drawer(process.stderr),
  });
  console.log(report(tally, (performance.now() - started) / 1000));
  return tally.failed.length > 0 ? 1 : 0;
});
