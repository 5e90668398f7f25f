/**
 * Coefficients of a picture that comes in several scans. What is kept, per component:
 *
 *     coefficients   n × n × i16 a block (transposed, see dequantise.ts), for the blocks the result needs: columns
 *                    left..right of the MCU rows of the current strip
 *     history        u64 a block, bit k: coefficient k (zigzag) is not zero so far. Refinement scans cannot be read
 *                    without it (T.81 G.1.2.3), so all blocks of the current strip have one. Not there when
 *                    n is 1: scans of AC coefficients are then skipped altogether.
 *
 * When they would take more than the budget, the picture is put together in strips of MCU rows: each scan is read to the
 * end of the strip, and from there on for the next one (cursors.ts). Strips begin at the first row of the file, or at the
 * first one that is wanted where marks lead there (marks.ts).
 */
import { Component, component, frame } from './frame';
import { allocate, DECODER } from '../memory';

@unmanaged
class Strip {
  /** MCU rows of the strip: [top, bottom). */
  top: i32;
  bottom: i32;
  /** MCU rows a strip may have. */
  rows: i32;
  /** First MCU row of the strip whose coefficients are kept. */
  keptTop: i32;
  /** First MCU row of the picture that is wanted. */
  wanted: i32;
  /** True when coefficients are stored at all, and in the first strip. */
  stored: bool;
  first: bool;
}

export const strip = changetype<Strip>(memory.data(offsetof<Strip>(), 16));
/** Where coefficients go that no one needs: a block and room for DISCARD. */
export const unwanted = memory.data(192, 16);
const MAX_RECORD: usize = 128;

/**
 * Makes the stores for MCU rows [top, bottom) of the picture, in strips that fit in `budget` bytes. They are read from row `from`
 * on.
 */
export function openStores(from: i32, top: i32, bottom: i32, budget: usize): void {
  let rowBytes: usize = 0;
  for (let i = 0; i < frame.components; i++)
    rowBytes += mcuRowBytes(component(i)) + historyBytes(component(i));
  strip.stored = true;
  strip.first = true;
  strip.rows = max(1, min(bottom - from, <i32>(budget / rowBytes)));
  strip.wanted = top;
  strip.top = from;
  strip.keptTop = top;
  strip.bottom = from + strip.rows;
  for (let i = 0; i < frame.components; i++) {
    const c = component(i);
    c.record = (<usize>c.size * c.size) << 1;
    c.coefficients = allocate(DECODER, mcuRowBytes(c) * strip.rows + MAX_RECORD);
    c.history = c.size > 1 ? allocate(DECODER, historyBytes(c) * strip.rows) : 0;
  }
  clearStores();
}

function mcuRowBytes(c: Component): usize {
  return (<usize>(c.right - c.left) * c.v * c.size * c.size) << 1;
}

/** Of an MCU row. */
function historyBytes(c: Component): usize {
  return c.size > 1 ? (<usize>c.paddedWide * c.v) << 3 : 0;
}

function clearStores(): void {
  for (let i = 0; i < frame.components; i++) {
    const c = component(i);
    memory.fill(c.coefficients, 0, mcuRowBytes(c) * strip.rows);
    if (c.history) memory.fill(c.history, 0, historyBytes(c) * strip.rows);
  }
}

/** Goes to the next strip of a picture that ends at MCU row `bottom`. False after the last one. */
export function nextStrip(bottom: i32): bool {
  if (!strip.stored || strip.bottom >= bottom) return false;
  strip.first = false;
  strip.top = strip.bottom;
  strip.keptTop = max(strip.top, strip.wanted);
  strip.bottom = min(strip.top + strip.rows, bottom);
  clearStores();
  return true;
}

/** The first row of a scan in the strip, and one past the last; `v` rows of it make an MCU row. */
// @ts-ignore: decorator
@inline
export function stripStart(v: i32): i32 {
  return strip.top * v;
}
// @ts-ignore: decorator
@inline
export function stripEnd(v: i32): i32 {
  return strip.bottom * v;
}

/** Blocks of a row whose coefficients are kept, from column `left` on: none outside the strip. */
// @ts-ignore: decorator
@inline
export function keptInRow(c: Component, row: i32): u32 {
  return row >= strip.keptTop * c.v && row < strip.bottom * c.v ? c.right - c.left : 0;
}

/** Where the coefficients of a row's block at column `left` go, if they are kept. */
// @ts-ignore: decorator
@inline
export function rowRecords(c: Component, row: i32): usize {
  return c.coefficients + <usize>((row - strip.top * c.v) * (c.right - c.left)) * c.record;
}

/** Where the coefficients of a block go. */
// @ts-ignore: decorator
@inline
export function recordOf(c: Component, row: i32, column: i32): usize {
  const at = <u32>(column - c.left);
  return at < keptInRow(c, row) ? rowRecords(c, row) + <usize>at * c.record : unwanted;
}

// @ts-ignore: decorator
@inline
export function historyOf(c: Component, row: i32, column: i32): usize {
  return c.history + ((<usize>((row - strip.top * c.v) * c.paddedWide + column)) << 3);
}
