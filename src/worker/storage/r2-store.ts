/**
 * The objects of a bucket in R2. Callers cannot address keys that begin with a slash (OSS forbids them), so that is
 * where parts of uploads under way are kept: whatever a store is asked about such a key, nothing is there.
 */
import { invalidObjectName, objectNameTooLong } from '../../oss/protocol/error/errors.ts';
import type { ListOptions, ObjectHead, ObjectPage, ObjectStore } from '../../oss/ports.ts';
import { toHex } from '../../oss/protocol/text/base64.ts';
import { fromMetadata, toMetadata } from './attributes.ts';
import { listVisible } from './listing.ts';
import { inTime, pause, WRITE_PAUSE } from './patience.ts';
import { guardR2, type GuardedR2 } from './guarded-r2.ts';
import { tombstonesOf } from './origin/tombstones.ts';
import { createRecent } from './recent.ts';
import { SCRATCH } from './scratch.ts';
import { SINGLE_PUT_BYTES, writeObject } from './write.ts';

/** A part of an R2 bucket. */
export interface R2Place {
  readonly bucket: R2Bucket;
  /** What all keys of the store begin with in R2. */
  readonly prefix: string;
  /** Bytes of the largest object that one call writes; others are written in parts. */
  readonly largest?: number | undefined;
}

const MAX_KEY_BYTES = 1024;
const HIDDEN = '/';
/** Rooms of buckets, each under the bucket's name. */
export const STAGING = `${HIDDEN}staging/`;
export const APPENDS = `${HIDDEN}appends/`;
export const SUMS = `${HIDDEN}sums/`;
/** Bodies up to this many bytes are read at once: whoever reads them has no deadline to mind. */
const SMALL_BODY = 64 * 1024;
/** Keys whose last write is remembered, to wait before a stream that could not be sent twice. */
const REMEMBERED = 1000;

/** The store of a bucket's objects. */
export function createR2Store(r2: R2Place): ObjectStore {
  const { prefix, largest = SINGLE_PUT_BYTES } = r2;
  const bucket = guardR2(r2.bucket);
  const written = createRecent<number>(REMEMBERED);
  const place = (key: string) => (isHidden(key) ? undefined : inR2(prefix, key));
  return {
    async head(key) {
      const name = place(key);
      const object = name === undefined ? null : await bucket.head(name);
      return object ? toHead(object, key) : undefined;
    },
    async get(key, { range, etag } = {}) {
      const name = place(key);
      if (name === undefined) return undefined;
      const object = await bucket.get(name, {
        ...(range && { range }),
        ...(etag !== undefined && { onlyIf: { etagMatches: etag } }),
      });
      // A refused condition gives the object without its body.
      if (!object || !('body' in object)) return undefined;
      const length = range?.length ?? object.size;
      const body = length > SMALL_BODY ? object.body : new Response(await inTime(object.arrayBuffer())).body;
      return { ...toHead(object, key), body: body as ReadableStream<Uint8Array> };
    },
    async put(key, source, { attributes, ifAbsent = false, ifMatch, ifWritten, md5 }) {
      const name = place(key);
      if (name === undefined) throw isHidden(key) ? invalidObjectName(key) : objectNameTooLong();
      const scratch = `${SCRATCH}${crypto.randomUUID()}`;
      const conditions = { ifAbsent, ifMatch, ifWritten, md5 };
      const write = { bucket, key: name, ...conditions, scratch, largest, ...toMetadata(attributes) };
      const last = written.get(name)?.value;
      if ('stream' in source && last !== undefined) await pause(last + WRITE_PAUSE - Date.now());
      const object = await writeObject(source, write);
      written.set(name, Date.now(), WRITE_PAUSE / 1000);
      return object ? toHead(object, key) : undefined;
    },
    async delete(keys) {
      const names = keys.map(place).filter((name) => name !== undefined);
      if (names.length > 0) await bucket.delete(names);
    },
    list: (options) => list(bucket, prefix, options),
  };
}

/** Room that no caller can address, for the bucket named `owner`. */
export function createR2Staging(bucket: R2Bucket, owner: string): ObjectStore {
  return createR2Store({ bucket, prefix: `${STAGING}${owner}/` });
}

/** Room for the bytes of objects that grow. */
export function createR2Room(bucket: R2Bucket, owner: string): ObjectStore {
  return createR2Store({ bucket, prefix: `${APPENDS}${owner}/` });
}

/** Room for sums of objects. */
export function createR2Sums(bucket: R2Bucket, owner: string): ObjectStore {
  return createR2Store({ bucket, prefix: `${SUMS}${owner}/` });
}

/** Room for what is told of deleted objects. */
export function createR2Gone(bucket: R2Bucket, owner: string): ObjectStore {
  return createR2Store({ bucket, prefix: tombstonesOf(owner) });
}

function isHidden(key: string): boolean {
  return key.startsWith(HIDDEN);
}

/** The key in R2, or undefined when it is longer than R2's keys are. */
function inR2(prefix: string, key: string): string | undefined {
  const name = prefix + key;
  return new TextEncoder().encode(name).length > MAX_KEY_BYTES ? undefined : name;
}

function toHead(object: R2Object, key: string): ObjectHead {
  const { size, etag, uploaded, checksums } = object;
  return {
    key,
    size,
    etag,
    md5: checksums.md5 && toHex(new Uint8Array(checksums.md5)),
    modified: uploaded,
    attributes: fromMetadata(object),
  };
}

async function list(bucket: GuardedR2, base: string, options: ListOptions): Promise<ObjectPage> {
  const { objects, prefixes, cursor } = await listVisible(bucket, base, options);
  const shown = (name: string) => name.slice(base.length);
  return {
    objects: objects.map((object) => toHead(object, shown(object.key))),
    prefixes: prefixes.map(shown),
    cursor,
  };
}
