/**
 * Scaling in linear light: samples of luma, of grey and of RGB become light before they are scaled. Chroma stays as it is:
 * it has no light of its own, and most files hold a mean of it anyway.
 */
import { BYTES, LIGHTS } from '../../shared/light';
import { Component } from './frame';
import { allocate, DECODER } from './memory';
import { Sampler } from './sampler';
import { MODEL_GREY, MODEL_RGB, MODEL_YCC, target } from './target';

/** Tables that the host writes: `lights`, and behind it `bytes`. */
export const lights = memory.data(LIGHTS + BYTES, 16);

/** True when component `i` is scaled in linear light. */
export function hasLight(i: i32): bool {
  if (target.lightMargin == 0) return false;
  return target.model == MODEL_GREY || target.model == MODEL_RGB || (target.model == MODEL_YCC && i == 0);
}

/** Makes a ring of light, as wide as the plane and with `rows` rows, the source of `s`. */
export function openLight(s: Sampler, c: Component, rows: i32): void {
  s.sourceLeft = c.left * c.size;
  s.sourceWidth = (c.right - c.left) * c.size;
  s.sourceRows = rows;
  s.sourceStride = c.ringStride << 1;
  s.source = allocate(DECODER, s.sourceStride * rows);
}

/** Takes row `y` of the decoded plane. */
export function addToLight(s: Sampler, c: Component, y: i32): void {
  const from = c.ring + <usize>(y % c.ringRows) * c.ringStride;
  const to = s.source + <usize>(y % s.sourceRows) * s.sourceStride;
  const width = <usize>s.sourceWidth;
  for (let x: usize = 0; x < width; x += 4) {
    const low = lightAt(from + x) | (lightAt(from + x + 1) << 16);
    const high = lightAt(from + x + 2) | (lightAt(from + x + 3) << 16);
    store<u64>(to + (x << 1), (<u64>low) | ((<u64>high) << 32));
  }
}

/** Light of the byte at an address. */
// @ts-ignore: decorator
@inline
export function lightAt(address: usize): u32 {
  return load<u32>(lights + ((<usize>load<u8>(address)) << 2));
}
