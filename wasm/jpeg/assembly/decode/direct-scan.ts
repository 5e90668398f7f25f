/**
 * The single scan of a sequential picture, decoded straight into the rings: nothing is stored. Blocks outside the part
 * that the result needs are read but not transformed, or left out where there are marks.
 */
import { drained, mcuReady } from './bits';
import { clearBlock, decodeBlock, scratch } from './block';
import { Component, component, frame, MAX_MCU_BLOCKS } from './frame';
import { flat, inverse } from './inverse-dct';
import { goToMark, hasMarks, noteMark } from './marks';
import { nextInterval } from './restart';
import { member, scan } from './scan';

/** One block of the MCU: its component, where its samples go in the current MCU, and how far on in the next one. */
@unmanaged
class Place {
  component: Component;
  to: usize;
  step: usize;
}

const places = memory.data(MAX_MCU_BLOCKS * offsetof<Place>(), 16);
let placesEnd: usize = 0;

/** Decodes the current MCU row into the rings; false when data must come first. */
export function decodeMcuRow(): bool {
  if (scan.column == 0) placeBlocks();
  const c = component(0);
  const above = scan.row < c.top / c.v;
  const left = above ? scan.unitsWide : scan.wantedLeft;
  const right = scan.wantedRight;
  if (hasMarks()) {
    if (above) return endRow();
    if (scan.column == 0 && !goToMark()) return false;
  }
  const end = hasMarks() ? right : scan.unitsWide;
  for (; scan.column < end; scan.column++) {
    if (scan.interval && scan.left == 0 && !nextInterval()) return false;
    if (!mcuReady()) return false;
    noteMark();
    scan.left--;
    const lost = drained();
    if (lost) frame.damaged = true;
    else frame.readable = true;
    if (scan.column < left || scan.column >= right) {
      if (!lost) skipMcu();
    } else if (lost) fillMcu();
    else readMcu();
  }
  return endRow();
}

function endRow(): bool {
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

/** Lists the blocks of an MCU in the order in which they are coded, at the first MCU of the row that is wanted. */
function placeBlocks(): void {
  placeRows();
  placesEnd = places;
  for (let i = 0; i < scan.count; i++) {
    const c = member(i);
    for (let b = 0; b < c.h * c.v; b++) {
      const place = changetype<Place>(placesEnd);
      place.component = c;
      place.to = c.rowStart + <usize>((b / c.h) * c.size) * c.ringStride + <usize>((b % c.h) * c.size);
      place.step = <usize>(c.h * c.size);
      placesEnd += offsetof<Place>();
    }
  }
}

function readMcu(): void {
  const end = placesEnd;
  for (let at = places; at < end; at += offsetof<Place>()) {
    const place = changetype<Place>(at);
    const c = place.component;
    const to = place.to;
    const n = c.size;
    place.to = to + place.step;
    clearBlock(scratch, n);
    const last = decodeBlock(c, scratch, c.lastKept);
    inverse(scratch, n, last, to, c.ringStride);
  }
}

function skipMcu(): void {
  for (let at = places; at < placesEnd; at += offsetof<Place>()) {
    decodeBlock(changetype<Place>(at).component, scratch, 0);
  }
}

/** Where data is missing the picture is grey, as a stored block without coefficients is. */
function fillMcu(): void {
  for (let at = places; at < placesEnd; at += offsetof<Place>()) {
    const place = changetype<Place>(at);
    flat(0, place.component.size, place.to, place.component.ringStride);
    place.to += place.step;
  }
}
