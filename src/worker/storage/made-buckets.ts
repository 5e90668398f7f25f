/**
 * Buckets that callers made (`BUCKET_TEMPLATE`): all in one R2 bucket, each under a prefix that no caller can address.
 * What makes one exist is a record beside them, in R2 as well: KV would tell of it too late.
 */
import type { Bucket, BucketMaker, MadeBucket } from '../../oss/ports.ts';
import { isBucketName } from '../../oss/request/address/names.ts';
import { OssError } from '../../oss/protocol/error/oss-error.ts';
import { bucketFromTemplate, type BucketConfig, type BucketTemplate } from '../config/buckets.ts';
import { type GuardedR2, guardR2 } from './guarded-r2.ts';
import { APPENDS, STAGING, SUMS } from './r2-store.ts';
import { createRecent } from './recent.ts';

/** What buckets are made with. */
export interface MakerParts<B extends Bucket> {
  readonly template: BucketTemplate;
  /** The R2 bucket of them all. */
  readonly r2: R2Bucket;
  open(config: BucketConfig): B;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Made buckets by name. */
export interface MadeBuckets<B extends Bucket> extends BucketMaker {
  find(name: string, recent: boolean): Promise<B | undefined>;
  /** What this isolate knows without asking. */
  known(name: string): B | undefined;
  list(): Promise<readonly B[]>;
}

/** What records begin with. */
const RECORDS = '/made/';
/** Seconds that this isolate goes on taking a bucket for there, or for missing where that is enough. */
const SECONDS = 10;
const REMEMBERED = 1000;
/** Ten times as many as OSS lets an account have by default, and one page of a listing. */
const MOST = 1000;
const PAGE = MOST;
/** What no sweep looks into once its bucket is gone. */
const ROOMS = [STAGING, APPENDS, SUMS];

/** What is kept of a bucket: strings, as metadata of R2 is. */
type MadeRecord = Readonly<Record<'created' | 'acl' | 'storageClass' | 'redundancy', string>>;

/** The made buckets of an R2 bucket. */
export function createMadeBuckets<B extends Bucket>({
  template,
  r2,
  open,
  now,
}: MakerParts<B>): MadeBuckets<B> {
  const bucket = guardR2(r2);
  const recent = createRecent<B | undefined>(REMEMBERED, now);

  /** The same one as long as it was made once: it remembers what was read of it. */
  function opened(name: string, record: MadeRecord): B {
    const before = recent.get(name)?.value;
    const isSame = before?.settings.created.toISOString() === record.created;
    const made = before && isSame ? before : open(bucketFromTemplate(template, name, fromRecord(record)));
    recent.set(name, made, SECONDS);
    return made;
  }

  return {
    async find(name, enough) {
      if (!isBucketName(name)) return undefined;
      const known = recent.get(name);
      if (known && (enough || known.value)) return known.value;
      const record = await bucket.head(RECORDS + name);
      if (record) return opened(name, record.customMetadata as MadeRecord);
      recent.set(name, undefined, SECONDS);
      return undefined;
    },
    known: (name) => recent.get(name)?.value,
    async list() {
      const records = await allBelow(bucket, RECORDS);
      return records.map(({ key, customMetadata }) =>
        opened(key.slice(RECORDS.length), customMetadata as MadeRecord),
      );
    },
    async make(name, { acl, storageClass, redundancy }) {
      const { objects } = await bucket.list({ prefix: RECORDS, limit: MOST });
      if (objects.length >= MOST) throw new OssError('TooManyBuckets');
      const created = new Date(now()).toISOString();
      const record = { created, acl: acl ?? '', storageClass, redundancy };
      const onlyIf = new Headers({ 'If-None-Match': '*' });
      const body = new Uint8Array();
      const written = await bucket.put(RECORDS + name, body, { onlyIf, customMetadata: record });
      return written ? opened(name, record) : undefined;
    },
    async remove(name) {
      await bucket.delete(RECORDS + name);
      recent.set(name, undefined, SECONDS);
      for (const room of ROOMS) await empty(bucket, `${room}${name}/`);
    },
  };
}

async function empty(bucket: GuardedR2, prefix: string): Promise<void> {
  for (let more = true; more;) {
    const { objects, truncated } = await bucket.list({ prefix, limit: PAGE });
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
    more = truncated;
  }
}

/** All objects with their metadata, of which a page may hold fewer than its limit. */
async function allBelow(bucket: GuardedR2, prefix: string): Promise<R2Object[]> {
  const all: R2Object[] = [];
  for (let options: R2ListOptions | undefined = { prefix, include: ['customMetadata'] }; options;) {
    const page: R2Objects = await bucket.list(options);
    all.push(...page.objects);
    options = page.truncated ? { ...options, cursor: page.cursor } : undefined;
  }
  return all;
}

function fromRecord({ created, acl, ...others }: MadeRecord): MadeBucket & { readonly created: Date } {
  return { ...others, acl: (acl || undefined) as MadeBucket['acl'], created: new Date(created) };
}
