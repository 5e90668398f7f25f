/** What watermarks may draw: pictures of their bucket and text. */
import type { Engine } from '../../core/engine/engine.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Marks } from '../../core/spec/marks.ts';
import type { Bucket } from '../../oss/ports.ts';
import type { Config } from '../config/config.ts';
import type { Env } from '../env.ts';
import { markPictures } from './pictures.ts';

export function marksOf(engine: Engine, _config: Config, _env: Env): (bucket: Bucket) => Marks {
  return (bucket) => ({
    picture: markPictures(engine, bucket),
    text: () => Promise.reject(new ProcessError('NotImplemented', 'Text watermarks are not implemented.')),
  });
}
