/**
 * Brings the spare copies of a bucket's records back in step with KV: a request that was killed between the two has left
 * them apart.
 */
import { toHex } from '../../oss/protocol/text/base64.ts';
import { guardR2 } from './guarded-r2.ts';
import { inTime } from './patience.ts';
import { RECORDS } from './r2-spare.ts';

/** Milliseconds after which a copy is old enough to judge: what KV says of it is then no longer on its way here. */
const SETTLED = 3_600_000;
const PAGE = 1000;
/** Kinds of records. */
const KINDS = ['style', 'setting'];

/** Where the records of a bucket are. */
export interface SparePlace {
  readonly kv: KVNamespace;
  readonly r2: R2Bucket;
  /** Name of the bucket. */
  readonly bucket: string;
}

/** Mends the copies, and tells how many were not as they should be. */
export async function sweepSpare(place: SparePlace, now: number): Promise<number> {
  const mended: boolean[] = [];
  for (const kind of KINDS) {
    const prefix = `${kind}:${place.bucket}:`;
    const spares = await sparesOf(place.r2, prefix);
    const names = new Set([...(await keysOf(place.kv, prefix)), ...spares.keys()]);
    for (const name of names) mended.push(await mend(place, name, spares.get(name), now));
  }
  return mended.filter(Boolean).length;
}

async function mend(
  { kv, r2 }: SparePlace,
  name: string,
  spare: R2Object | undefined,
  now: number,
): Promise<boolean> {
  if (spare && now - spare.uploaded.getTime() < SETTLED) return false;
  const bucket = guardR2(r2);
  const json = await inTime(kv.get(name, 'text'));
  if (json === null) {
    if (spare) await bucket.delete(spare.key);
    return spare !== undefined;
  }
  const bytes = new TextEncoder().encode(json);
  if (spare?.checksums.md5 && toHex(new Uint8Array(spare.checksums.md5)) === (await md5Of(bytes)))
    return false;
  // Whoever writes the record meanwhile has the last word.
  const onlyIf = spare ? { etagMatches: spare.etag } : new Headers({ 'If-None-Match': '*' });
  return (await bucket.put(RECORDS + name, bytes, { onlyIf })) !== null;
}

async function md5Of(bytes: BufferSource): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('MD5', bytes)));
}

async function keysOf(kv: KVNamespace, prefix: string): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const page: KVNamespaceListResult<unknown> = await inTime(kv.list({ prefix, cursor }));
    names.push(...page.keys.map(({ name }) => name));
    cursor = page.list_complete ? null : page.cursor;
  } while (cursor !== null);
  return names;
}

async function sparesOf(r2: R2Bucket, prefix: string): Promise<Map<string, R2Object>> {
  const bucket = guardR2(r2);
  const spares = new Map<string, R2Object>();
  let cursor: string | undefined;
  do {
    const page = await bucket.list({
      prefix: RECORDS + prefix,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    for (const object of page.objects) spares.set(object.key.slice(RECORDS.length), object);
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return spares;
}
