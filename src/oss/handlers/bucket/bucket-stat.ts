/** GetBucketStat: how much a bucket holds, counted when it is asked. */
import { xmlReply } from '../../protocol/http/reply.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import type { Handler } from '../../request/call.ts';
import { findUploads } from '../multipart/staging.ts';

const PAGE = 1000;

/** Objects, their bytes and the uploads under way. Reads the whole listing: a call of the store for a thousand objects. */
export const getBucketStat: Handler = async ({ bucket, services }) => {
  let [storage, count] = [0, 0];
  let cursor: string | undefined;
  do {
    const page = await bucket.objects.list({ limit: PAGE, cursor });
    count += page.objects.length;
    storage += page.objects.reduce((sum, { size }) => sum + size, 0);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const now = services.clock.now();
  const uploads = await findUploads(bucket.staging, now);
  return xmlReply(
    writeXml('BucketStat', {
      Storage: storage,
      ObjectCount: count,
      MultipartUploadCount: uploads.length,
      LiveChannelCount: 0,
      LastModifiedTime: Math.floor(now / 1000),
      StandardStorage: storage,
      StandardObjectCount: count,
    }),
  );
};
