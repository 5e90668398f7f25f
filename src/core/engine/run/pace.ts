/**
 * The pace of a render: every few milliseconds of work the host's event loop gets a real turn, so that whoever asks for
 * little is answered while something large is made, and a job that is to stop does. Clocks of Workers stand still while
 * code computes, so it is the planned cost that is counted out over the rows, and what signs of work say.
 */
import type { Picture } from '../../image/picture.ts';
import { workOf } from '../../image/sign.ts';
import type { Lease } from '../lease.ts';

/** When a render rests. */
export interface Pace {
  /** Rests when it is time, after so many reference milliseconds of work. Throws when the job is to stop. */
  after(work: number): Promise<void> | undefined;
}

/** Reference milliseconds between two turns of the event loop: a small request takes some turns. */
const STRETCH = 4;
/** Reference milliseconds of a byte of the result, for what is coded once all bands are there. */
export const RESULT_BYTE = 25e-6;

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
  return {
    after(work) {
      worked += work;
      if (!rest || worked < STRETCH || cost < 2 * STRETCH) return undefined;
      worked = 0;
      return rest().then(() => lease.check());
    },
  };
}

/** Rests, when it is time, after a piece of the result or a sign of the encoder's work. */
export function afterChunk(pace: Pace, chunk: Uint8Array): Promise<void> | undefined {
  return pace.after(workOf(chunk) ?? chunk.length * RESULT_BYTE);
}

/**
 * A picture in whose bands the job rests: `cost` reference milliseconds are worked while they flow. What signs of the decoder
 * take of that is not counted again with the rows; signs go no further.
 */
export function pacedPicture(picture: Picture, pace: Pace, cost: number): Picture {
  return {
    ...picture,
    async *bands() {
      let [left, bytes] = [cost, picture.width * picture.height * 4];
      for await (const band of picture.bands()) {
        const work = workOf(band) ?? left * Math.min(1, band.length / bytes);
        [left, bytes] = [Math.max(0, left - work), bytes - band.length];
        await pace.after(work);
        if (band.length > 0) yield band;
      }
    },
  };
}
