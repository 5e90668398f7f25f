/** How a decoded picture is turned: pixel by pixel, or in the form in which the decoder hands it to the encoder. */
import { turnSize, whole } from '../../image/geometry.ts';
import type { Turn } from '../../image/geometry.ts';
import { STRIP_BYTES, turnBytes, turnedParts } from '../../image/kernels/turn.ts';
import type { NativeTurns } from '../../image/native.ts';
import type { Rect, Size } from '../../image/picture.ts';
import { turnCost } from './cost.ts';

/** A turn of a picture whose decoder makes any part of it. */
export interface Turning {
  /** The parts that the strips of the result are made of, from its first row to its last; all of it when nothing is turned. */
  readonly parts: readonly Rect[];
  /** True when it keeps the decoder's form. */
  readonly isNative: boolean;
  /** Bytes that are held at once. */
  readonly bytes: number;
  /** Reference milliseconds, without making the parts. */
  readonly cost: number;
}

/** Planes are turned eight rows at a time. */
const NATIVE_SHARE = 0.2;

/** Plans a turn; `form` is how the encoder takes turned pictures in the decoder's form, if it may. */
export function planTurning(size: Size, turn: Turn, form: NativeTurns | undefined): Turning {
  const cost = turnCost(size, turn);
  if (turn.quarters === 0) return { parts: [whole(size)], isNative: false, bytes: 0, cost };
  if (!form) {
    return { parts: turnedParts(size, turn), isNative: false, bytes: turnBytes(size, turn), cost };
  }
  const parts = turnedParts(size, turn, { ...form, bytes: STRIP_BYTES });
  return { parts, isNative: true, bytes: form.bytes(turnSize(parts[0]!, turn)), cost: cost * NATIVE_SHARE };
}
