/**
 * Finds sums that are noted of bytes that are gone: one that was noted while another request deleted its object, or whose object
 * was replaced by one that needs none. A part of a bucket at a time: the next time goes on where this one has ended.
 */
import type { Bucket, ObjectHead, ObjectStore } from '../../ports.ts';
import { getJson, putJson } from '../multipart/staging.ts';
import { isSumOf } from './sums.ts';

/** Where a pass through the notes has come to. */
interface Position {
  /** The last one that was looked at. */
  readonly after: string;
}

/** Milliseconds after which the note of an object is no longer on its way. */
const ON_ITS_WAY = 3_600_000;
/** Notes that one time looks at: each costs two calls of the store at most. */
const MOST = 1000;
/** Notes that are looked at and deleted at once: hardly anything happens in between, and a Worker has so many calls open. */
const AT_ONCE = 6;
/** Among what is put aside for uploads; no upload has such a name. */
const POSITION = 'sums/position';

/**
 * Deletes them, and tells how many there were. `now` in milliseconds since 1970. A note of the very object that is stored between
 * the look and the deletion goes as well, for the store knows no deletion of one version: then that object's sum is not told.
 */
export async function sweepSums(
  { objects, sums, staging }: Pick<Bucket, 'objects' | 'sums' | 'staging'>,
  now: number,
): Promise<number> {
  const from = await getJson<Position>(staging, POSITION);
  const { objects: notes, cursor } = await sums.list({ startAfter: from?.after, limit: MOST });
  const old = notes.filter((note) => isOld(note, now));
  let swept = 0;
  for (let at = 0; at < old.length; at += AT_ONCE) {
    const left = await leftOf(objects, old.slice(at, at + AT_ONCE), now);
    if (left.length > 0) await sums.delete(left);
    swept += left.length;
  }
  const last = notes.at(-1);
  if (cursor !== undefined && last) await putJson(staging, POSITION, { after: last.key } satisfies Position);
  else if (from) await staging.delete([POSITION]);
  return swept;
}

/** Keys of those notes that nobody will ask for. */
async function leftOf(objects: ObjectStore, notes: readonly ObjectHead[], now: number): Promise<string[]> {
  const found = await Promise.all(
    notes.map(async (note) => ({ note, object: await objects.head(note.key) })),
  );
  return found.filter(({ note, object }) => isLeft(note, object, now)).map(({ note }) => note.key);
}

/** Of a young object the note may be on its way to the place of the one that was found. */
function isLeft(note: ObjectHead, object: ObjectHead | undefined, now: number): boolean {
  return object === undefined || (!isSumOf(note, object) && isOld(object, now));
}

function isOld({ modified }: ObjectHead, now: number): boolean {
  return now - modified.getTime() > ON_ITS_WAY;
}
