/** Fonts of a bucket's own: objects `.fonts/NAME.ttf` and so on, read by range. */
import type { Bucket, ObjectHead } from '../../oss/ports.ts';
import type { BucketFonts, FontSource } from '../../text/ports.ts';

/** In the order they are looked for. */
const SUFFIXES = ['ttf', 'otf', 'ttc', 'woff2', 'woff'] as const;

/** The object of a font; undefined when the bucket has none of this name, or no fonts at all. */
export async function findFont(
  bucket: Bucket,
  prefix: string,
  name: string,
): Promise<ObjectHead | undefined> {
  if (prefix === '' || !/^[\w.-]{1,64}$/.test(name)) return undefined;
  const heads = await Promise.all(
    SUFFIXES.map((suffix) => bucket.objects.head(`${prefix}${name}.${suffix}`, { recent: true })),
  );
  return heads.find((head) => head !== undefined);
}

/** The fonts of a bucket, read by range so that a collection of many megabytes never sits in the isolate. */
export function bucketFonts(bucket: Bucket, prefix: string): BucketFonts {
  return async (name) => {
    const head = await findFont(bucket, prefix, name);
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
