/**
 * The spare copy of what KV holds, in the R2 bucket of the bucket it is about: protection of originals must outlast a
 * failing KV. Its keys begin with a slash, so no caller can address them.
 */
import { inTime, untilTaken } from './patience.ts';
import type { Spare } from './kv-records.ts';

/** What the copies' keys begin with. */
export const RECORDS = '/records/';

/** Records are called `KIND:BUCKET:NAME`; `bucketOf` gives the R2 bucket of a bucket. */
export function createR2Spare(bucketOf: (bucket: string) => R2Bucket | undefined): Spare {
  const place = (key: string) => ({ bucket: bucketOf(key.split(':')[1] ?? ''), name: RECORDS + key });
  return {
    async read(key) {
      const { bucket, name } = place(key);
      const object = bucket && (await inTime(bucket.get(name)));
      return object ? await inTime(object.text()) : undefined;
    },
    async write(key, json) {
      const { bucket, name } = place(key);
      if (bucket) await untilTaken(() => inTime(bucket.put(name, json)));
    },
    async remove(key) {
      const { bucket, name } = place(key);
      if (bucket) await untilTaken(() => inTime(bucket.delete(name)));
    },
  };
}
