/** Finds what uploads have left behind: those that are over, that made their object, or that lost their beginning. */
import type { Bucket, ObjectStore } from '../../ports.ts';
import { dropUpload, keyOf, listAll, UPLOADS } from './staging.ts';
import { isOver, isUploadId } from './upload-id.ts';

/** Milliseconds that a completion which began in time may go on. */
const IN_USE = 3_600_000;
/** Uploads that one sweep drops: each costs some calls of the store. */
const MOST = 500;
const PAGE = 1000;

/** Drops them, and tells how many there were. What is in use stays. */
export async function sweepUploads({ objects, staging }: Bucket, now: number): Promise<number> {
  // In this order: an upload begins with its marker, so parts that have none now will never be an object.
  const withParts = await uploadsWithParts(staging);
  const markers = await listAll(staging, UPLOADS);
  const open = new Set<string>();
  const left: string[] = [];
  for (const marker of markers) {
    const id = marker.key.slice(UPLOADS.length);
    if (isOver(id, now - IN_USE) || (await hasMade(objects, keyOf(marker) ?? '', id))) left.push(id);
    else open.add(id);
  }
  left.push(...withParts.filter((id) => !open.has(id) && !left.includes(id)));
  for (const id of left.slice(0, MOST)) await dropUpload(staging, id);
  return Math.min(left.length, MOST);
}

async function hasMade(objects: ObjectStore, key: string, uploadId: string): Promise<boolean> {
  return (await objects.head(key))?.attributes.upload === uploadId;
}

/** Names of uploads that have parts, without looking at a part. */
async function uploadsWithParts(staging: ObjectStore): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await staging.list({ delimiter: '/', limit: PAGE, cursor });
    names.push(...page.prefixes.map((prefix) => prefix.slice(0, -1)));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return names.filter(isUploadId);
}
