/**
 * An interlaced picture held at full size: the wanted region, widened to the left and upwards to a whole block of 8, so
 * that what a missing pixel is filled from is there too. Pixels are as `heldBytes` says.
 */
import { allocate, allocateClear } from "../memory";
import { heldBytes, heldToRgba, toHeld } from "../pixels";
import { columnOf, knownX, knownY, lineY, passesOf, pixelsBefore, stepX } from "./passes";

let pixels: usize = 0;
let originX: u32 = 0;
let originY: u32 = 0;
let left: u32 = 0;
let top: u32 = 0;
let right: u32 = 0;
let bottom: u32 = 0;
let bytes: u32 = 0;
let pitch: u32 = 0;
/** A row of a pass as held pixels; at the end a row whose gaps are filled. */
let scratch: usize = 0;

export function startHeld(x: u32, y: u32, wide: u32, high: u32): void {
  originX = x & ~7;
  originY = y & ~7;
  left = x;
  top = y;
  right = x + wide;
  bottom = y + high;
  bytes = heldBytes();
  pitch = (right - originX) * bytes;
  pixels = allocateClear(pitch * (bottom - originY));
  scratch = allocate(pitch);
}

/** Puts the current row of the pass in its places. */
export function holdLine(row: usize): void {
  const y = lineY();
  if (y < originY || y >= bottom) return;
  const first = pixelsBefore(originX);
  const count = pixelsBefore(right) - first;
  if (count == 0) return;
  const to = pixels + (y - originY) * pitch + (columnOf(first) - originX) * bytes;
  if (stepX() == 1) return toHeld(row, first, count, to);
  toHeld(row, first, count, scratch);
  scatter(count, to, stepX() * bytes);
}

function scatter(count: u32, to: usize, step: u32): void {
  const end = scratch + count * bytes;
  if (bytes == 1) {
    for (let from = scratch; from < end; from++, to += step) store<u8>(to, load<u8>(from));
  } else if (bytes == 2) {
    for (let from = scratch; from < end; from += 2, to += step) store<u16>(to, load<u16>(from));
  } else if (bytes == 3) {
    for (let from = scratch; from < end; from += 3, to += step) {
      store<u16>(to, load<u16>(from));
      store<u8>(to, load<u8>(from, 2), 2);
    }
  } else {
    for (let from = scratch; from < end; from += 4, to += step) store<u32>(to, load<u32>(from));
  }
}

/** Row `y` of the region as RGBA. Of a stream that ended early, gaps are filled from the known pixel up and left. */
export function heldRow(y: u32, to: usize): void {
  const passes = passesOf(top + y);
  const known = passes > 0 ? (top + y) & ~(knownY(passes) - 1) : top + y;
  const row = pixels + (known - originY) * pitch;
  const step = passes > 0 ? knownX(passes) : 1;
  if (step == 1) return heldToRgba(row, left - originX, right - left, to);
  for (let x: u32 = 0; x < right - originX; x++) {
    memory.copy(scratch + x * bytes, row + (x & ~(step - 1)) * bytes, bytes);
  }
  heldToRgba(scratch, left - originX, right - left, to);
}
