/** The head of a frame in an `ANMF` chunk, before the chunks of its pixels (RFC 9649, section 2.7.1.1). */
import type { Rect } from '../../core/image/picture.ts';
import { readUint24 } from './riff.ts';

/** Position, size, duration and flags. */
export const FRAME_HEAD_BYTES = 16;

/** What stands before a frame's data. */
export interface FrameHead {
  readonly place: Rect;
  /** Milliseconds. */
  readonly delay: number;
  /** True when it is laid over what is there, else it takes its place. */
  readonly over: boolean;
  /** True when its place is cleared before the next frame. */
  readonly clears: boolean;
}

const FLAGS = { clears: 1, replaces: 2 };

/** The head of a frame, from the data of an `ANMF` chunk. */
export function readFrameHead(data: Uint8Array): FrameHead {
  const flags = data[15] ?? 0;
  return {
    place: {
      x: readUint24(data, 0) * 2,
      y: readUint24(data, 3) * 2,
      width: readUint24(data, 6) + 1,
      height: readUint24(data, 9) + 1,
    },
    delay: readUint24(data, 12),
    over: (flags & FLAGS.replaces) === 0,
    clears: (flags & FLAGS.clears) !== 0,
  };
}
