/**
 * The pace of a render: every few milliseconds of work the host's event loop gets a real turn, so that whoever asks for
 * little is answered while something large is made, and a job that is to stop does. Clocks of Workers stand still while
 * code computes, so it is the planned cost that is counted out over the rows.
 */
import type { Picture } from '../../image/picture.ts';
import type { Lease } from '../lease.ts';

/** When a render rests. */
export interface Pace {
  /** Rests when so much of a picture was made, all of it is 1, and it is time. Throws when the job is to stop. */
  afterBand(share: number): Promise<void> | undefined;
  /** The same for a piece of the result, or the sign of an encoder that reads its pixels itself. */
  afterChunk(): Promise<void> | undefined;
}

/** Reference milliseconds between two turns of the event loop: a small request takes some turns. */
const STRETCH = 4;
/** Signs and pieces come after some tens of kilobytes, about so many milliseconds of work. */
const CHUNK_COST = 2;

/** What a pace is made of. */
export interface PaceParts {
  /** Gives the event loop a turn; a host without one has nobody else to answer. */
  readonly rest: (() => Promise<void>) | undefined;
  readonly lease: Lease;
  /** Reference milliseconds of the whole job. */
  readonly cost: number;
}

/** The pace of one job; one that is done in a stretch or two does not rest. */
export function createPace({ rest, lease, cost }: PaceParts): Pace {
  let worked = 0;
  const after = (work: number): Promise<void> | undefined => {
    worked += work;
    if (!rest || worked < STRETCH || cost < 2 * STRETCH) return undefined;
    worked = 0;
    return rest().then(() => lease.check());
  };
  return {
    afterBand: (share) => after(cost * share),
    afterChunk: () => after(CHUNK_COST),
  };
}

/** A picture in whose bands the job rests. Empty bands are signs of a decoder at work, and go no further. */
export function pacedPicture(picture: Picture, pace: Pace): Picture {
  const bytes = picture.width * picture.height * 4;
  return {
    ...picture,
    async *bands() {
      for await (const band of picture.bands()) {
        await (band.length > 0 ? pace.afterBand(band.length / bytes) : pace.afterChunk());
        if (band.length > 0) yield band;
      }
    },
  };
}
