/** What watermarks may draw: pictures of their bucket and text. */
import type { Lease } from '../../../core/engine/lease.ts';
import type { Ledger } from '../../../core/engine/ledger.ts';
import type { Engine } from '../../../core/engine/engine.ts';
import type { Marks } from '../../../core/spec/marks.ts';
import type { Bucket } from '../../../oss/ports.ts';
import type { Hold } from '../../../text/ports.ts';
import type { SetText } from '../../../text/text.ts';
import type { FontFinder } from '../../storage/fonts.ts';
import type { Versions } from '../../wire/mark-references.ts';
import { bucketFonts } from './fonts.ts';
import { markPictures } from './pictures.ts';

/** What marks are made with. */
export interface MarksParts {
  readonly engine: Engine;
  readonly setText: SetText;
  readonly fonts: FontFinder;
  readonly ledger: Ledger;
}

/** The marks of a bucket in the versions that a picture's address names, for one job. */
export type MarksOf = (bucket: Bucket, versions: Versions, lease: Lease) => Marks;

/** The marks of each bucket. */
export function createMarks({ engine, setText, fonts, ledger }: MarksParts): MarksOf {
  return (bucket, versions, lease) => ({
    picture: markPictures(engine, bucket, versions, lease),
    text: (request) => setText(request, bucketFonts(bucket, fonts, versions), holdIn(ledger, lease)),
  });
}

/** Fonts are opened while the job they are for holds nothing of the ledger: there they may wait like a picture. */
function holdIn(ledger: Ledger, lease: Lease): Hold {
  return async (bytes) => {
    const held = await ledger.reserve(Math.min(bytes, ledger.capacity), { cost: 0, lease });
    return () => held.release();
  };
}
