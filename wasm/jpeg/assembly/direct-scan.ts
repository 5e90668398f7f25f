/**
 * The single scan of a sequential picture, decoded straight into the rings: nothing is stored. Blocks outside the part
 * that the result needs are read but not transformed.
 */
import { drained, mcuReady } from './bits';
import { clearBlock, decodeBlock, scratch } from './block';
import { Component, component, frame } from './frame';
import { flat, inverse } from './inverse-dct';
import { nextInterval } from './restart';
import { member, scan } from './scan';

/** Decodes the current MCU row into the rings; false when data must come first. */
export function decodeMcuRow(): bool {
  if (scan.column == 0) placeRows();
  const top = component(0).top / component(0).v;
  for (; scan.column < scan.unitsWide; scan.column++) {
    if (scan.interval && scan.left == 0 && !nextInterval()) return false;
    if (!mcuReady()) return false;
    scan.left--;
    const lost = drained();
    if (lost) frame.damaged = true;
    else frame.readable = true;
    for (let i = 0; i < scan.count; i++) {
      const c = member(i);
      const first = scan.column * c.h;
      const wanted = scan.row >= top && first >= c.left && first < c.right;
      if (!wanted) {
        if (!lost) skipBlocks(c);
      } else if (lost) fillBlocks(c, first);
      else decodeBlocks(c, first);
    }
  }
  scan.column = 0;
  scan.row++;
  return true;
}

/** Finds the place of the current MCU row in each ring. */
export function placeRows(): void {
  for (let i = 0; i < frame.components; i++) {
    const c = component(i);
    const row = (scan.row * c.v * c.size) % c.ringRows;
    c.rowStart = c.ring + <usize>row * c.ringStride;
  }
}

// @ts-ignore: decorator
@inline
function decodeBlocks(c: Component, first: i32): void {
  const n = c.size;
  const kept = c.lastKept;
  const stride = c.ringStride;
  let row = c.rowStart + <usize>((first - c.left) * n);
  for (let y = 0; y < c.v; y++) {
    let to = row;
    for (let x = 0; x < c.h; x++) {
      clearBlock(scratch, n);
      const last = decodeBlock(c, scratch, kept);
      inverse(scratch, n, last, to, stride);
      to += n;
    }
    row += stride * n;
  }
}

// @ts-ignore: decorator
@inline
function skipBlocks(c: Component): void {
  for (let blocks = c.h * c.v; blocks > 0; blocks--) decodeBlock(c, scratch, 0);
}

/** Where data is missing the picture is grey, as a stored block without coefficients is. */
function fillBlocks(c: Component, first: i32): void {
  const n = c.size;
  for (let y = 0; y < c.v; y++) {
    for (let x = 0; x < c.h; x++) {
      flat(0, n, c.rowStart + <usize>(y * n) * c.ringStride + <usize>((first - c.left + x) * n), c.ringStride);
    }
  }
}
