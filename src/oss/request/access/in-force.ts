/** Buckets as callers have changed them at run time. */
import type { Bucket, BucketAcl, SettingsStore } from '../../ports.ts';

/** The ACLs that a bucket may have. */
export const BUCKET_ACLS: readonly BucketAcl[] = [
  'private',
  'authenticated-read',
  'public-read',
  'public-read-write',
];

/** The bucket with the ACL that is in force: what `?acl` wrote, or else what the operator configured. */
export async function inForce(store: SettingsStore, bucket: Bucket): Promise<Bucket> {
  const written = (await store.get(bucket.settings.name, 'acl'))?.['acl'];
  const acl = BUCKET_ACLS.find((known) => known === written);
  return acl === undefined ? bucket : { ...bucket, settings: { ...bucket.settings, acl } };
}
