/** Pictures that watermarks draw: other objects of the same bucket, made by the same engine. */
import type { Lease } from '../../../core/engine/lease.ts';
import type { Engine } from '../../../core/engine/engine.ts';
import type { Marks } from '../../../core/spec/marks.ts';
import type { Bucket } from '../../../oss/ports.ts';
import { ProcessError } from '../../../core/spec/error.ts';
import { markNotFound } from '../../wire/errors.ts';

/** A chain that changes nothing but what every picture gets. */
const AS_IT_IS = 'image/auto-orient,1';

/** Whether the caller may see the mark was checked when the picture's address was made. */
export function markPictures(engine: Engine, bucket: Bucket, lease: Lease): Marks['picture'] {
  return async (key, chain = AS_IT_IS, canvas) => {
    const object = await lease.until(bucket.objects.get(key));
    if (!object) throw markNotFound();
    const { size, body } = object;
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
