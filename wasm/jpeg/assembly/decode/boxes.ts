/**
 * Reduces a plane by whole boxes before it is resampled, when a picture shrinks further than the transform can:
 * each sample is the mean of box × box decoded ones, fewer at the right and lower edge of the cut.
 */
import { firstTap, lastTap } from './axis';
import { Component } from './frame';
import { allocateZeroed, DECODER } from '../memory';
import { lightAt } from './light';
import { Sampler } from './sampler';

/** Makes the reduced plane the source of `s`: `rows` of it are kept. */
export function openBoxes(s: Sampler, rows: i32): void {
  s.sourceLeft = firstTap(s.across, 0);
  s.sourceWidth = lastTap(s.across, s.across.count - 1) + 1 - s.sourceLeft;
  s.sourceStride = (<usize>((s.sourceWidth + 47) & ~15)) << (<usize>s.lit);
  s.sourceRows = rows;
  s.source = allocateZeroed(DECODER, s.sourceStride * rows);
  s.sums = allocateZeroed(DECODER, (<usize>s.sourceWidth) << 3);
}

/** Adds row `y` of the decoded plane. */
export function addToBoxes(s: Sampler, c: Component, y: i32): void {
  const down = s.down;
  if (y < down.base || y >= down.end) return;
  const across = s.across;
  const row = c.ring + <usize>(y % c.ringRows) * c.ringStride - <usize>(c.left * c.size);
  let x = across.base + s.sourceLeft * across.box;
  for (let i = 0; i < s.sourceWidth; i++) {
    const end = min(x + across.box, across.end);
    let sum: u64 = 0;
    if (s.lit) for (; x < end; x++) sum += lightAt(row + x);
    else for (; x < end; x++) sum += load<u8>(row + x);
    const place = s.sums + ((<usize>i) << 3);
    store<u64>(place, load<u64>(place) + sum);
  }
  const inBox = (y - down.base) % down.box;
  if (inBox == down.box - 1 || y == down.end - 1) closeBoxes(s, (y - down.base) / down.box, inBox + 1);
}

/** The sums of `height` rows become row `y` of the reduced plane. */
function closeBoxes(s: Sampler, y: i32, height: i32): void {
  const across = s.across;
  const to = s.source + <usize>(y % s.sourceRows) * s.sourceStride;
  for (let i = 0; i < s.sourceWidth; i++) {
    const width = min(across.box, across.end - across.base - (s.sourceLeft + i) * across.box);
    const area = <u64>(width * height);
    const mean = (load<u64>(s.sums + ((<usize>i) << 3)) + (area >> 1)) / area;
    if (s.lit) store<u16>(to + ((<usize>i) << 1), <u16>mean);
    else store<u8>(to + i, <u8>mean);
  }
  memory.fill(s.sums, 0, (<usize>s.sourceWidth) << 3);
}
