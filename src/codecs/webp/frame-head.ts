/** The head of a frame in an `ANMF` chunk, before the chunks of its pixels (RFC 9649, section 2.7.1.1). */
import type { Rect } from '../../core/image/picture.ts';
import { readUint24, writeUint24 } from './riff.ts';

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

const MOST_DELAY = 0xff_ffff;
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

/** The bytes of such a head; the place begins at even numbers. */
export function writeFrameHead({ place, delay, over, clears }: FrameHead): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(FRAME_HEAD_BYTES);
  writeUint24(data, 0, place.x / 2);
  writeUint24(data, 3, place.y / 2);
  writeUint24(data, 6, place.width - 1);
  writeUint24(data, 9, place.height - 1);
  writeUint24(data, 12, Math.min(MOST_DELAY, Math.round(delay)));
  data[15] = (over ? 0 : FLAGS.replaces) | (clears ? FLAGS.clears : 0);
  return data;
}
