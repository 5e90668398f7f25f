/**
 * Scans whose coefficients are stored: sequential scans of some of the components, and the DC scans of progressive
 * pictures (T.81 G.1.2.1). All of them go through MCUs, or through the blocks of a single component.
 */
import { drained, mcuReady, reader } from './bits';
import { clearBlock, decodeBlock, decodeDc, scratch } from './block';
import { Component, frame } from './frame';
import { goToMark, hasMarks, noteMark } from './marks';
import { nextInterval } from './restart';
import { member, scan } from './scan';
import { historyOf, recordOf } from './store';

/** Decodes units until the scan's needed rows are done; false when data must come first. */
export function decodeStoredScan(): bool {
  const end = hasMarks() ? scan.wantedRight : scan.unitsWide;
  for (; scan.row < scan.unitsHigh; scan.row++, scan.column = 0) {
    if (hasMarks() && scan.column == 0 && !goToMark()) return false;
    for (; scan.column < end; scan.column++) {
      if (scan.interval && scan.left == 0 && !nextInterval()) return false;
      if (!mcuReady()) return false;
      noteMark();
      scan.left--;
      if (drained()) {
        frame.damaged = true;
        if (scan.interval == 0) return true;
      } else {
        frame.readable = true;
        decodeUnit();
      }
    }
  }
  return true;
}

function decodeUnit(): void {
  if (scan.count == 1) {
    decodeStored(member(0), scan.row, scan.column);
    return;
  }
  for (let i = 0; i < scan.count; i++) {
    const c = member(i);
    for (let y = 0; y < c.v; y++) {
      for (let x = 0; x < c.h; x++) decodeStored(c, scan.row * c.v + y, scan.column * c.h + x);
    }
  }
}

// @ts-ignore: decorator
@inline
function decodeStored(c: Component, row: i32, column: i32): void {
  const record = recordOf(c, row, column);
  if (!frame.progressive) {
    clearBlock(scratch, c.size);
    const last = decodeBlock(c, scratch, c.lastKept);
    memory.copy(record, scratch, c.record);
    if (c.history) store<u64>(historyOf(c, row, column), last > 0 ? 2 : 0);
  } else if (scan.approximationHigh == 0) {
    store<i16>(record, <i16>(decodeDc(c) << scan.approximationLow));
  } else if (nextBit()) {
    store<i16>(record, <i16>((<i32>load<i16>(record)) | (1 << scan.approximationLow)));
  }
}

// @ts-ignore: decorator
@inline
function nextBit(): bool {
  if (reader.count < 32) {
    reader.bits |= load<u64>(reader.next) >> reader.count;
    reader.next -= (63 - reader.count) >> 3;
    reader.count |= 56;
  }
  const set = <i64>reader.bits < 0;
  reader.bits <<= 1;
  reader.count--;
  return set;
}
