/** Fonts of a bucket's own: objects `.fonts/NAME.ttf` and so on, found by name. */
import type { Bucket, HeadOptions, ObjectHead } from '../../oss/ports.ts';
import { fontKeys } from '../../text/bucket-fonts.ts';
import { createRecent } from './recent.ts';

/** Finds fonts of buckets. */
export interface FontFinder {
  /** The object of a font; undefined when the bucket has none of this name. A recent answer will do unless told. */
  find(bucket: Bucket, name: string, options?: HeadOptions): Promise<ObjectHead | undefined>;
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
    async find(bucket, name, { recent = true } = {}) {
      const keys = prefix === '' ? [] : fontKeys(name, prefix);
      if (keys.length === 0) return undefined;
      const place = `${bucket.settings.name}/${name}`;
      const remembered = recent ? known.get(place) : undefined;
      if (remembered) return remembered.value;
      // One listing asks for all endings at once.
      const { objects } = await bucket.objects.list({ prefix: `${prefix}${name}.`, limit: 100 });
      const found = keys.map((key) => objects.find((object) => object.key === key)).find((head) => head);
      known.set(place, found, seconds);
      return found;
    },
  };
}
