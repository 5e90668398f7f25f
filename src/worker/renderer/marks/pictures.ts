/** Pictures that watermarks draw: other objects of the same bucket, made by the same engine. */
import type { Engine } from '../../../core/engine/engine.ts';
import type { Marks } from '../../../core/spec/marks.ts';
import type { Bucket } from '../../../oss/ports.ts';
import { markNotFound } from '../../wire/errors.ts';

/** A chain that changes nothing but what every picture gets. */
const AS_IT_IS = 'image/auto-orient,1';

/** Whether the caller may see the mark was checked when the picture's address was made. */
export function markPictures(engine: Engine, bucket: Bucket): Marks['picture'] {
  return async (key, chain = AS_IT_IS, canvas) => {
    const object = await bucket.objects.get(key);
    if (!object) throw markNotFound();
    const { size, body } = object;
    return engine.raster({ chain: engine.parse(chain), size, body }, canvas);
  };
}
