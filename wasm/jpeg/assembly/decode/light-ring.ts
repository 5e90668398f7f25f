/** Turns the rows of a decoded plane into light before it is resampled. */
import { allocate, DECODER } from '../memory';
import { Component } from './frame';
import { lightAt } from './light';
import { Sampler } from './sampler';

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
