/** What watermarks may draw: pictures of their bucket and text. */
import type { Lease } from '../../../core/engine/lease.ts';
import type { Engine } from '../../../core/engine/engine.ts';
import type { Marks } from '../../../core/spec/marks.ts';
import type { Bucket } from '../../../oss/ports.ts';
import type { SetText } from '../../../text/text.ts';
import { bucketFonts, type FontFinder } from '../../storage/fonts.ts';
import { markPictures } from './pictures.ts';

/** What marks are made with. */
export interface MarksParts {
  readonly engine: Engine;
  readonly setText: SetText;
  readonly fonts: FontFinder;
}

/** The marks of each bucket, for one job. */
export function createMarks({ engine, setText, fonts }: MarksParts): (bucket: Bucket, lease: Lease) => Marks {
  return (bucket, lease) => ({
    picture: markPictures(engine, bucket, lease),
    text: (request) => setText(request, bucketFonts(bucket, fonts)),
  });
}
