/** GetBucketStat: how much a bucket holds, counted when it is asked. */
import { xmlReply } from '../../protocol/http/reply.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import type { Handler } from '../../request/call.ts';
import { storageClassOf } from '../objects/attributes.ts';
import { findUploads } from '../multipart/staging.ts';

const PAGE = 1000;
/** Storage classes, and how counts name them. */
const CLASSES = [
  ['Standard', 'Standard'],
  ['IA', 'InfrequentAccess'],
  ['Archive', 'Archive'],
  ['ColdArchive', 'ColdArchive'],
  ['DeepColdArchive', 'DeepColdArchive'],
] as const;

interface Sum {
  storage: number;
  count: number;
}

/** Objects, their bytes and the uploads under way. Reads the whole listing: a call of the store for a thousand objects. */
export const getBucketStat: Handler = async ({ bucket, services }) => {
  const sums = new Map<string, Sum>(CLASSES.map(([name]) => [name, { storage: 0, count: 0 }]));
  let cursor: string | undefined;
  do {
    const page = await bucket.objects.list({ limit: PAGE, cursor });
    for (const head of page.objects) {
      const sum = sums.get(storageClassOf(head, bucket.settings));
      if (sum) [sum.storage, sum.count] = [sum.storage + head.size, sum.count + 1];
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  const total = (of: (sum: Sum) => number) => [...sums.values()].reduce((all, sum) => all + of(sum), 0);
  const now = services.clock.now();
  const uploads = await findUploads(bucket.staging, now);
  const objects = total(({ count }) => count);
  return xmlReply(
    writeXml('BucketStat', {
      Storage: total(({ storage }) => storage),
      ObjectCount: objects,
      MultipartUploadCount: uploads.length,
      LiveChannelCount: 0,
      DeleteMarkerCount: 0,
      // When it was counted: the vendor has not counted a bucket in which nothing is.
      LastModifiedTime: objects + uploads.length === 0 ? 0 : Math.floor(now / 1000),
      ...Object.fromEntries(CLASSES.flatMap(([name, word]) => written(word, sums.get(name)))),
    }),
  );
};

/** What is charged is what is there: nothing is rounded up for small objects. */
function written(word: string, { storage, count }: Sum = { storage: 0, count: 0 }): [string, number][] {
  const real: [string, number][] = word === 'Standard' ? [] : [[`${word}RealStorage`, storage]];
  return [[`${word}Storage`, storage], ...real, [`${word}ObjectCount`, count]];
}
