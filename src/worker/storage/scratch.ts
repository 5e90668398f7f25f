/**
 * Bytes that wait at a key of their own because they cannot be written to their own key at once: what a killed write
 * leaves is swept.
 */
import { guardR2 } from './guarded-r2.ts';

/** What such keys begin with: no caller can address them. */
export const SCRATCH = '/scratch/';

/** Milliseconds after which nobody can be writing from there any more. */
const IN_USE = 3_600_000;
const PAGE = 1000;

/** Deletes what was left behind in an R2 bucket, and tells how many objects there were. */
export async function sweepScratch(r2: R2Bucket, now: number): Promise<number> {
  const bucket = guardR2(r2);
  let swept = 0;
  let cursor: string | undefined;
  do {
    const page = await bucket.list({ prefix: SCRATCH, limit: PAGE, ...(cursor !== undefined && { cursor }) });
    const left = page.objects.filter(({ uploaded }) => now - uploaded.getTime() > IN_USE);
    if (left.length > 0) await bucket.delete(left.map(({ key }) => key));
    swept += left.length;
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return swept;
}
