/** Fonts of a bucket's own: objects `.fonts/NAME.ttf` and so on, found by name and read by range. */
import type { Bucket, ObjectHead } from '../../oss/ports.ts';
import { fontKeys } from '../../text/bucket-fonts.ts';
import type { BucketFonts, FontSource } from '../../text/ports.ts';
import { createRecent } from './recent.ts';

/** Finds fonts of buckets. */
export interface FontFinder {
  /** The object of a font; undefined when the bucket has none of this name. */
  find(bucket: Bucket, name: string): Promise<ObjectHead | undefined>;
}

/** Where fonts are, and how long an answer holds. */
export interface FontFinderOptions {
  /** What keys of fonts begin with; empty when buckets have no fonts. */
  readonly prefix: string;
  /** Seconds for which an answer is used again, "there is none" as well. */
  readonly seconds: number;
}

const REMEMBERED = 500;

/** Makes the finder of all buckets; one per isolate. */
export function createFontFinder({ prefix, seconds }: FontFinderOptions): FontFinder {
  const known = createRecent<ObjectHead | undefined>(REMEMBERED);
  return {
    async find(bucket, name) {
      const keys = prefix === '' ? [] : fontKeys(name, prefix);
      if (keys.length === 0) return undefined;
      const place = `${bucket.settings.name}/${name}`;
      const remembered = known.get(place);
      if (remembered) return remembered.value;
      // One listing asks for all endings at once.
      const { objects } = await bucket.objects.list({ prefix: `${prefix}${name}.`, limit: 100 });
      const found = keys.map((key) => objects.find((object) => object.key === key)).find((head) => head);
      known.set(place, found, seconds);
      return found;
    },
  };
}

/** The fonts of a bucket, read by range so that a collection of many megabytes never sits in the isolate. */
export function bucketFonts(bucket: Bucket, fonts: FontFinder): BucketFonts {
  return async (name) => {
    const head = await fonts.find(bucket, name);
    return head && fontSource(bucket, head);
  };
}

function fontSource({ objects, settings }: Bucket, { key, etag, size }: ObjectHead): FontSource {
  return {
    id: `${settings.name}/${key}#${etag}`,
    size,
    async read(offset, length) {
      const part = await objects.get(key, { range: { offset, length }, etag });
      if (!part) throw new Error(`the font ${key} was replaced while it was read`);
      return new Uint8Array(await new Response(part.body).arrayBuffer());
    },
  };
}
