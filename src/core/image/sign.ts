/**
 * Signs of work that has nothing to show yet: empty bands of decoders and empty chunks of encoders that say how much was
 * worked since the last one. Where one is met, others may have a turn.
 */
import type { Band } from './picture.ts';

const works = new WeakMap<ArrayBufferView, number>();

/** An empty band after so many reference milliseconds of work. */
export function bandSign(work: number): Band {
  const sign = new Uint8ClampedArray();
  works.set(sign, work);
  return sign;
}

/** An empty chunk after so many reference milliseconds of work. */
export function chunkSign(work: number): Uint8Array {
  const sign = new Uint8Array();
  works.set(sign, work);
  return sign;
}

/** The work that a sign stands for; undefined for what is none. */
export function workOf(chunk: ArrayBufferView): number | undefined {
  return works.get(chunk);
}
