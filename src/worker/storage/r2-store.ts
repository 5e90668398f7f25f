/**
 * The objects of a bucket in R2. Callers cannot address keys that begin with a slash (OSS forbids them), so that is
 * where parts of uploads under way are kept: whatever a store is asked about such a key, nothing is there.
 */
import { invalidObjectName, objectNameTooLong } from '../../oss/protocol/error/errors.ts';
import type { ListOptions, ObjectHead, ObjectPage, ObjectStore } from '../../oss/ports.ts';
import { toHex } from '../../oss/protocol/text/base64.ts';
import { fromMetadata, toMetadata } from './attributes.ts';
import { unlessThrottled } from './throttle.ts';
import { writeObject } from './write.ts';

/** A part of an R2 bucket. */
export interface R2Place {
  readonly bucket: R2Bucket;
  /** What all keys of the store begin with in R2. */
  readonly prefix: string;
}

const MAX_KEY_BYTES = 1024;
const HIDDEN = '/';

/** The store of a bucket's objects. */
export function createR2Store({ bucket, prefix }: R2Place): ObjectStore {
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
      return { ...toHead(object, key), body: object.body };
    },
    async put(key, source, { attributes, ifAbsent = false, md5 }) {
      const name = place(key);
      if (name === undefined) throw isHidden(key) ? invalidObjectName(key) : objectNameTooLong();
      const scratch = `${HIDDEN}scratch/${crypto.randomUUID()}`;
      const write = { bucket, key: name, ifAbsent, md5, scratch, ...toMetadata(attributes) };
      const object = await unlessThrottled(writeObject(source, write));
      return object ? toHead(object, key) : undefined;
    },
    async delete(keys) {
      const names = keys.map(place).filter((name) => name !== undefined);
      if (names.length > 0) await bucket.delete(names);
    },
    list: (options) => list({ bucket, prefix }, options),
  };
}

/** Room that no caller can address, for the bucket named `owner`. */
export function createR2Staging(bucket: R2Bucket, owner: string): ObjectStore {
  return createR2Store({ bucket, prefix: `${HIDDEN}staging/${owner}/` });
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

/** Asks R2 again until the page is full: hidden keys take up room in R2's pages. */
async function list(place: R2Place, options: ListOptions): Promise<ObjectPage> {
  const objects: ObjectHead[] = [];
  const prefixes: string[] = [];
  let { cursor } = options;
  do {
    const limit = options.limit - objects.length - prefixes.length;
    const page = await place.bucket.list(listOptions(place.prefix, { ...options, cursor, limit }));
    const shown = page.objects.map((object) => toHead(object, object.key.slice(place.prefix.length)));
    objects.push(...shown.filter(({ key }) => !isHidden(key)));
    const folded = page.delimitedPrefixes.map((name) => name.slice(place.prefix.length));
    prefixes.push(...folded.filter((name) => !isHidden(name)));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined && objects.length + prefixes.length < options.limit);
  return { objects, prefixes, cursor };
}

function listOptions(base: string, options: ListOptions): R2ListOptions {
  const { prefix = '', delimiter, startAfter, cursor, limit } = options;
  return {
    prefix: base + prefix,
    limit,
    include: ['httpMetadata', 'customMetadata'],
    ...(delimiter !== undefined && delimiter !== '' && { delimiter }),
    ...(cursor === undefined
      ? startAfter !== undefined && startAfter !== '' && { startAfter: base + startAfter }
      : { cursor }),
  };
}
