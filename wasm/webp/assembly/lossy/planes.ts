/**
 * Rings of reconstructed rows: the last two rows of macroblocks, because the loop filter and chroma's upsampling reach
 * back into the one before. Each plane has a margin before its first column, so that filters may read there.
 */
import { allocateClear } from '../../../shared/memory';

/** Rows of luma in the ring; chroma has half as many. */
export const RING: i32 = 32;
const MARGIN: usize = 16;

@unmanaged
class Planes {
  luma: usize;
  u: usize;
  v: usize;
  stride: usize;
  chromaStride: usize;
}

export const planes = changetype<Planes>(memory.data(offsetof<Planes>(), 16));

export function openPlanes(macroblocks: usize): void {
  planes.stride = macroblocks * 16 + 2 * MARGIN;
  planes.chromaStride = macroblocks * 8 + 2 * MARGIN;
  planes.luma = allocateClear(planes.stride * RING) + MARGIN;
  planes.u = allocateClear(planes.chromaStride * (RING >> 1)) + MARGIN;
  planes.v = allocateClear(planes.chromaStride * (RING >> 1)) + MARGIN;
}

// @ts-ignore: decorator
@inline
export function lumaRow(y: i32): usize {
  return planes.luma + <usize>(y & (RING - 1)) * planes.stride;
}
// @ts-ignore: decorator
@inline
export function uRow(y: i32): usize {
  return planes.u + <usize>(y & ((RING >> 1) - 1)) * planes.chromaStride;
}
// @ts-ignore: decorator
@inline
export function vRow(y: i32): usize {
  return planes.v + <usize>(y & ((RING >> 1) - 1)) * planes.chromaStride;
}
