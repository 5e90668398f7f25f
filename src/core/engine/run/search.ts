/** Encodes a picture, as often as it takes to find the highest quality at which it has no more bytes than it may. */
import { collectPicture, heldPicture, release } from '../../image/bands.ts';
import { type Frames, stillFrame } from '../../image/frame.ts';
import type { Picture } from '../../image/picture.ts';
import type { Output } from '../../spec/output.ts';
import type { JobPlan } from '../plan/plan.ts';
import type { Search } from '../plan/search.ts';
import type { Pace } from './pace.ts';
import { encodeFrames } from './run.ts';

/** A result, and what its encoder was told at last. */
export interface Encoded {
  readonly chunks: readonly Uint8Array[];
  readonly output: Output;
}

/** Paints what is encoded, anew each time it is called. */
type Paint = () => Frames;
/** Encodes at a quality; undefined for more than so many bytes. */
type Attempt = (quality: number, mostBytes: number) => Promise<Encoded | undefined>;

/** Throws `ImageTooLarge` for a result that outgrows what was planned. */
export async function encodeResult(paint: Paint, plan: JobPlan, pace: Pace): Promise<Encoded> {
  const { search, output } = plan;
  const painted = search?.isHeld ? heldAfterFirst(paint) : { frames: async () => paint(), end: () => {} };
  const attempt: Attempt = async (quality, mostBytes) => {
    // What loses nothing has no quality that could be lowered.
    const told = quality === output.quality ? output : { ...output, quality, exact: false };
    const chunks = await encodeFrames(await painted.frames(), { ...plan, output: told }, pace, mostBytes);
    return chunks && { chunks, output: told };
  };
  try {
    const made = await (search ? halve(output.quality, search, attempt) : attempt(output.quality, Infinity));
    if (made === undefined) throw new Error('a result without a bound was too large');
    return made;
  } finally {
    painted.end();
  }
}

const LOWEST = 1;
/** A result this near to the most bytes is not worth another try. */
const NEAR = 0.95;

/** The asked quality first, then halves of those below it. The lowest one is good enough whatever its size. */
async function halve(asked: number, { mostBytes }: Search, attempt: Attempt): Promise<Encoded | undefined> {
  let best: Encoded | undefined;
  let [low, high, quality] = [LOWEST, asked, asked];
  while (low <= high) {
    const made = await attempt(quality, quality === LOWEST ? Infinity : mostBytes);
    best = made ?? best;
    if (made && (quality === asked || sizeOf(made) >= mostBytes * NEAR)) break;
    if (made) low = quality + 1;
    else high = quality - 1;
    quality = (low + high) >> 1;
  }
  return best;
}

function sizeOf({ chunks }: Encoded): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

/** Paints as asked at first, since that may do; then once more into memory, from where it comes from then on. */
function heldAfterFirst(paint: Paint) {
  let isFirst = true;
  let held: Picture | undefined;
  let pixels: Awaited<ReturnType<typeof collectPicture>> | undefined;
  return {
    async frames(): Promise<Frames> {
      if (isFirst) {
        isFirst = false;
        return paint();
      }
      for await (const { picture } of held ? [] : paint()) {
        pixels = await collectPicture(picture);
        held = lent(heldPicture(picture, picture.opaque, pixels));
      }
      if (held === undefined) throw new Error('no picture was painted');
      return stillFrame(held);
    },
    end: () => pixels && release(pixels),
  };
}

/** A picture that may be read again after its reader changed the bands it was given. */
function lent(picture: Picture): Picture {
  return {
    ...picture,
    async *bands() {
      for await (const band of picture.bands()) yield band.slice();
    },
  };
}
