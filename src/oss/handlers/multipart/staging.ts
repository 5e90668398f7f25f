/**
 * How uploads under way lie in a bucket's staging store. `uploads/<id>` says which object is to be made; below `<id>/`
 * there are the bytes of each part and, written after them, a record of the part. A part without its record does not
 * exist, so one that broke off is never seen. The target's key is metadata: in a name it could be too long.
 */
import { noSuchUpload } from '../../protocol/error/errors.ts';
import type { ObjectAttributes, ObjectHead, ObjectStore } from '../../ports.ts';
import type { Call } from '../../request/call.ts';
import { isOver, isUploadId } from './upload-id.ts';

/** The object an upload will make. */
export interface Target {
  readonly key: string;
  readonly attributes: ObjectAttributes;
}

const PAGE = 1000;
/** What the names of all uploads under way begin with. */
export const UPLOADS = 'uploads/';

/** The most parts an upload has. */
export const MAX_PARTS = 10_000;

/** Name of a part's bytes. */
export function bytesKey(uploadId: string, part: number): string {
  return `${uploadId}/bytes/${pad(part)}`;
}

/** Name of a part's record. */
export function recordKey(uploadId: string, part: number): string {
  return recordPrefix(uploadId) + pad(part);
}

/** What the names of all records of an upload begin with. */
export function recordPrefix(uploadId: string): string {
  return `${uploadId}/parts/`;
}

/** Writes down what an upload will make. */
export async function openUpload(staging: ObjectStore, uploadId: string, target: Target): Promise<void> {
  await putJson(staging, UPLOADS + uploadId, target.attributes, keyMeta(target.key));
}

/** Throws `NoSuchUpload`, with the sub-code that the call has for it, unless the upload is under way and for this key. */
export async function checkUpload(
  { bucket, key, services }: Pick<Call, 'bucket' | 'key' | 'services'>,
  uploadId: string,
  ec?: string,
): Promise<void> {
  const isOpen = isUploadId(uploadId) && !isOver(uploadId, services.clock.now());
  const head = isOpen ? await bucket.staging.head(UPLOADS + uploadId) : undefined;
  if (head === undefined || keyOf(head) !== key) throw noSuchUpload(uploadId, ec);
}

/** Any key as metadata. Stores carry no control characters in it, which keys may have. */
export function keyMeta(key: string): { readonly name: string } {
  return { name: encodeURIComponent(key) };
}

/** The key that `keyMeta` wrote down; undefined where none can be read. `key` is how it was written before. */
export function keyOf({ attributes: { meta } }: ObjectHead): string | undefined {
  return meta['name'] === undefined ? meta['key'] : decodeURIComponent(meta['name']);
}

/** What the upload's object will have besides bytes. Throws `NoSuchUpload`. */
export async function readTarget(staging: ObjectStore, uploadId: string): Promise<ObjectAttributes> {
  const attributes = await getJson<ObjectAttributes>(staging, UPLOADS + uploadId);
  if (attributes === undefined) throw noSuchUpload(uploadId);
  return attributes;
}

/** All uploads under way, in order of their beginning. */
export async function findUploads(
  staging: ObjectStore,
  now: number,
): Promise<{ readonly key: string; readonly uploadId: string }[]> {
  const heads = await listAll(staging, UPLOADS);
  return heads
    .map((head) => ({ key: keyOf(head) ?? '', uploadId: head.key.slice(UPLOADS.length) }))
    .filter(({ uploadId }) => !isOver(uploadId, now));
}

/** Drops an upload with its parts: first the upload, so that none are added meanwhile. */
export async function dropUpload(staging: ObjectStore, uploadId: string): Promise<void> {
  await staging.delete([UPLOADS + uploadId]);
  for (;;) {
    const { objects, cursor } = await staging.list({ prefix: `${uploadId}/`, limit: PAGE });
    if (objects.length > 0) await staging.delete(objects.map(({ key }) => key));
    if (cursor === undefined) return;
  }
}

/** Every object whose name begins so. */
export async function listAll(staging: ObjectStore, prefix: string): Promise<ObjectHead[]> {
  const heads: ObjectHead[] = [];
  let cursor: string | undefined;
  do {
    const page = await staging.list({ prefix, limit: PAGE, cursor });
    heads.push(...page.objects);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return heads;
}

/** Puts a record aside, as JSON. */
export async function putJson(
  staging: ObjectStore,
  name: string,
  record: object,
  meta: ObjectAttributes['meta'] = {},
): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(record));
  await staging.put(name, body, { attributes: { headers: {}, meta, kind: 'Normal' } });
}

/** The record that was put aside under a name; undefined for none. */
export async function getJson<T>(staging: ObjectStore, name: string): Promise<T | undefined> {
  const found = await staging.get(name);
  return found && ((await new Response(found.body as ReadableStream<Uint8Array<ArrayBuffer>>).json()) as T);
}

function pad(part: number): string {
  return `${part}`.padStart(`${MAX_PARTS}`.length, '0');
}
