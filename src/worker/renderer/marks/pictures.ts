/** Pictures that watermarks draw: other objects of the same bucket, made by the same engine. */
import type { Lease } from '../../../core/engine/lease.ts';
import type { Engine } from '../../../core/engine/engine.ts';
import type { Marks } from '../../../core/spec/marks.ts';
import type { Bucket } from '../../../oss/ports.ts';
import { ProcessError } from '../../../core/spec/error.ts';
import { SourceChanged } from '../../wire/errors.ts';
import type { Versions } from '../../wire/mark-references.ts';
import { steady } from '../steady-body.ts';

/** A chain that changes nothing but what every picture gets. */
const AS_IT_IS = 'image/auto-orient,1';

/**
 * Whether the caller may see the mark was checked when the picture's address was made, and only that version of it is
 * drawn: a wrong picture must not be kept under a right name. Throws `SourceChanged` when it is gone.
 */
export function markPictures(
  engine: Engine,
  bucket: Bucket,
  { pictures }: Versions,
  lease: Lease,
): Marks['picture'] {
  return async (key, chain = AS_IT_IS, canvas) => {
    const object = await lease.until(bucket.objects.get(key, { etag: pictures.get(key) }));
    if (!object) throw new SourceChanged();
    const { size } = object;
    const body = steady(object.body);
    try {
      return await engine.raster({ chain: engine.parse(chain), size, body, lease }, canvas);
    } catch (error) {
      throw error instanceof ProcessError ? ofMark(error) : error;
    }
  };
}

/** A format nobody reads has a sub-code of its own where it is a mark's. */
function ofMark(error: ProcessError): ProcessError {
  const { code, message, detail } = error;
  if (detail.ec !== '0040-00000005') return error;
  return new ProcessError(code, message, { ...detail, ec: '0040-00000027' });
}
