/** Fonts of a bucket's own, in the versions that a picture's address names. */
import type { Bucket, ObjectHead } from '../../../oss/ports.ts';
import type { BucketFonts, FontSource } from '../../../text/ports.ts';
import type { FontFinder } from '../../storage/fonts.ts';
import { SourceChanged } from '../../wire/errors.ts';
import type { Versions } from '../../wire/mark-references.ts';

/** Read by range, so that a collection of many megabytes never sits in the isolate. Throws `SourceChanged`. */
export function bucketFonts(bucket: Bucket, finder: FontFinder, { fonts }: Versions): BucketFonts {
  return async (name) => {
    const etag = fonts.get(name);
    if (etag === undefined) return undefined;
    const known = await finder.find(bucket, name);
    const head = known?.etag === etag ? known : await finder.find(bucket, name, { recent: false });
    if (head?.etag !== etag) throw new SourceChanged();
    return fontSource(bucket, head);
  };
}

function fontSource({ objects, settings }: Bucket, { key, etag, size }: ObjectHead): FontSource {
  return {
    id: `${settings.name}/${key}#${etag}`,
    size,
    async read(offset, length) {
      const part = await objects.get(key, { range: { offset, length }, etag });
      if (!part) throw new SourceChanged();
      return new Uint8Array(await new Response(part.body).arrayBuffer());
    },
  };
}
