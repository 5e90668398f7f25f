/** The plain format of `codec.ts` with movement: its frames are given beside the file, which holds the first one. */
import type { Frame } from '../../../src/core/image/frame.ts';
import type { Size } from '../../../src/core/image/picture.ts';
import type { Movement } from '../../../src/core/spec/output.ts';
import { type Bends, encodePlain } from './codec.ts';
import { flowing, held, type Held } from './pictures.ts';

/** One frame, held whole. */
export interface HeldFrame {
  readonly held: Held;
  readonly delay: number;
}

/** What an encoder was given, and how many frames were there at the same time. */
export interface Seen {
  readonly frames: HeldFrame[];
  movement: Movement | undefined;
  /** Frames that the decoder had begun when the encoder had finished reading the last one before. */
  ahead: number;
}

/** Codecs whose pictures have these frames, and what their encoder was given. */
export function movingBends(frames: readonly HeldFrame[], bytesOfResult = 0): { bends: Bends; seen: Seen } {
  const seen: Seen = { frames: [], movement: undefined, ahead: 0 };
  let begun = 0;
  const bends: Bends = {
    source: { frames: frames.length, plays: 3 },
    decoder: {
      async *frames(): AsyncGenerator<Frame> {
        for (const { held: picture, delay } of frames) {
          begun++;
          yield { picture: flowing(picture, { rows: [2, 5] }), delay };
        }
      },
    },
    encoder: {
      moving: {
        workBytes: () => 1000,
        cost: () => 0,
        frameBytes: ({ width, height }: Size) => width * height * 4 + 12,
        async *encode(moving, output, grow) {
          seen.movement = output.movement;
          for await (const { picture, delay } of moving) {
            seen.frames.push({ held: await held(picture), delay });
            seen.ahead = Math.max(seen.ahead, begun - seen.frames.length);
          }
          const file = encodePlain(seen.frames[0]!.held, 'png');
          grow(file.length);
          grow(bytesOfResult);
          yield file;
        },
      },
    },
  };
  return { bends, seen };
}
