/**
 * AC scans of progressive pictures: the first scan of a band and its refinements (T.81 G.1.2.2 and G.1.2.3). They hold
 * one component, so blocks are taken in runs with the bit state in locals.
 */
import { exhausted, mcuReady, reader, runLimit } from './bits';
import { frame } from './frame';
import { DISCARD, keptMask } from './dequantise';
import { decodeLong, extend } from './huffman';
import { goToMark, hasMarks, nextMark, noteMark } from './marks';
import { nextInterval } from './restart';
import { member, scan } from './scan';
import { historyOf, keptInRow, rowRecords, unwanted } from './store';

/** Decodes blocks until the scan's needed rows are done; false when data must come first. */
export function decodeAcScan(): bool {
  const kept = keptMask(member(0).size);
  const last = hasMarks() ? scan.wantedRight : scan.unitsWide;
  for (; scan.row < scan.unitsHigh; scan.row++, scan.column = 0) {
    if (hasMarks() && scan.column == 0 && !goToMark()) return false;
    while (scan.column < last) {
      if (scan.interval && scan.left == 0 && !nextInterval()) return false;
      if (!mcuReady()) return false;
      noteMark();
      const before = scan.column;
      if (!exhausted()) {
        const noted = min(last, nextMark());
        const end = scan.interval ? min(noted, before + scan.left) : noted;
        if (scan.approximationHigh == 0) decodeRun(end);
        else refineRun(end, kept);
      }
      if (scan.column == before) {
        frame.damaged = true;
        if (scan.interval == 0) return true;
        scan.column++;
      }
      scan.left -= scan.column - before;
    }
  }
  return true;
}

/** Blocks of a first scan, up to column `end` or while data lasts. */
function decodeRun(end: i32): void {
  const c = member(0);
  const dequant = c.dequant;
  const table = c.acTable;
  const low = scan.approximationLow;
  const bandEnd = scan.spectralEnd;
  const limit = runLimit();
  const left = c.left;
  const keptBlocks = keptInRow(c, scan.row);
  const records = rowRecords(c, scan.row);
  const recordBytes = c.record;
  let bits = reader.bits;
  let count = reader.count;
  let next = reader.next;
  let run = scan.endOfBandRun;
  let column = scan.column;
  while (column < end && next > limit) {
    if (run > 0) {
      const passed = min(run, end - column);
      run -= passed;
      column += passed;
      continue;
    }
    const at = <u32>(column - left);
    const record = at < keptBlocks ? records + <usize>at * recordBytes : unwanted;
    let k = scan.spectralStart;
    let found: u64 = 0;
    while (k <= bandEnd) {
      if (count < 32) {
        bits |= load<u64>(next) >> count;
        next -= (63 - count) >> 3;
        count |= 56;
      }
      const entry = load<u32>(table + ((<usize>(bits >> 52)) & 0xffc));
      let value = (<i32>entry) >> 16;
      if (value != 0) {
        k += (entry >> 8) & 0xff;
        bits <<= <u64>entry;
        count -= entry & 0x3f;
      } else {
        let length = (<i32>entry) & 0xff;
        let symbol = (<i32>(entry >> 8)) & 0xff;
        if (length == 0) {
          const code = decodeLong(table, bits);
          length = code >> 8;
          symbol = code & 0xff;
        }
        bits <<= <u64>length;
        count -= length;
        const size = symbol & 15;
        const zeros = symbol >> 4;
        if (size == 0) {
          if (zeros == 15) {
            k += 16;
            continue;
          }
          run = (1 << zeros) - 1;
          if (zeros) {
            run += <i32>(bits >> (64 - zeros));
            bits <<= <u64>zeros;
            count -= zeros;
          }
          break;
        }
        k += zeros;
        value = extend(<i32>(bits >> (64 - size)), size);
        bits <<= <u64>size;
        count -= size;
      }
      found |= (<u64>1) << k;
      const place = load<u32>(dequant + ((<usize>k) << 2)) & 0xffff;
      if (place < DISCARD) store<i16>(record + place, <i16>(value << low));
      k++;
    }
    const history = historyOf(c, scan.row, column);
    store<u64>(history, load<u64>(history) | found);
    column++;
  }
  reader.bits = bits;
  reader.count = count;
  reader.next = next;
  scan.endOfBandRun = run;
  scan.column = column;
}

/**
 * Blocks of a refinement. Coefficients with history take one correction bit each; those that are not kept at this size
 * only need to be counted: their bits are shifted out together.
 */
function refineRun(end: i32, kept: u64): void {
  const c = member(0);
  const dequant = c.dequant;
  const table = c.acTable;
  const bandEnd = scan.spectralEnd;
  const unit: i32 = 1 << scan.approximationLow;
  const band: u64 = ((<u64>-1) >> (63 - bandEnd)) & ((<u64>-1) << scan.spectralStart);
  const limit = runLimit();
  const left = c.left;
  const keptBlocks = keptInRow(c, scan.row);
  const records = rowRecords(c, scan.row);
  const recordBytes = c.record;
  let bits = reader.bits;
  let count = reader.count;
  let next = reader.next;
  let run = scan.endOfBandRun;
  let column = scan.column;
  let history = historyOf(c, scan.row, column);
  while (column < end && next > limit) {
    const at = <u32>(column - left);
    const record = at < keptBlocks ? records + <usize>at * recordBytes : unwanted;
    const known = load<u64>(history);
    let k = scan.spectralStart;
    let found: u64 = 0;
    while (k <= bandEnd) {
      // The coefficient a new value goes to, beyond the block when there is none.
      let target = 64;
      let value = 0;
      // Coefficients with history from k to the target, counted from k.
      let passed: u64 = (known & band) >> k;
      if (run == 0) {
        if (count < 32) {
          bits |= load<u64>(next) >> count;
          next -= (63 - count) >> 3;
          count |= 56;
        }
        const entry = load<u32>(table + ((<usize>(bits >> 52)) & 0xffc));
        value = (<i32>entry) >> 16;
        let zeros = (<i32>(entry >> 8)) & 0xff;
        if (value != 0) {
          bits <<= <u64>entry;
          count -= entry & 0x3f;
        } else {
          let length = (<i32>entry) & 0xff;
          let symbol = zeros;
          if (length == 0) {
            const code = decodeLong(table, bits);
            length = code >> 8;
            symbol = code & 0xff;
          }
          bits <<= <u64>length;
          count -= length;
          zeros = symbol >> 4;
          if ((symbol & 15) != 0) {
            value = <i64>bits < 0 ? 1 : -1;
            bits <<= 1;
            count--;
          } else if (zeros < 15) {
            run = 1 << zeros;
            if (zeros) {
              run += <i32>(bits >> (64 - zeros));
              bits <<= <u64>zeros;
              count -= zeros;
            }
          }
        }
        if (run == 0) {
          const distance = afterZeros(passed, zeros);
          target = k + distance;
          if (distance < 64) passed &= ((<u64>1) << distance) - 1;
        }
      }
      if (passed) {
        const corrections = <i32>popcnt(passed);
        if (count < 32) {
          bits |= load<u64>(next) >> count;
          next -= (63 - count) >> 3;
          count |= 56;
        }
        let mine = passed & (kept >> k);
        let index: u64 = 0;
        let rank = 0;
        if (corrections > 32) {
          // More than a refill surely holds: bit by bit.
          while (passed) {
            if (count < 8) {
              bits |= load<u64>(next) >> count;
              next -= (63 - count) >> 3;
              count |= 56;
            }
            index = ctz(passed);
            if (<i64>bits < 0 && (mine >> index) & 1) correct(record, dequant, k + <i32>index, unit);
            bits <<= 1;
            count--;
            passed &= passed - 1;
          }
        } else {
          while (mine) {
            index = ctz(mine);
            rank = <i32>popcnt(passed & (((<u64>1) << index) - 1));
            if (<i64>(bits << rank) < 0) correct(record, dequant, k + <i32>index, unit);
            mine &= mine - 1;
          }
          bits <<= <u64>corrections;
          count -= corrections;
        }
      }
      if (target > bandEnd) break;
      if (value != 0) {
        found |= (<u64>1) << target;
        const place = load<u32>(dequant + ((<usize>target) << 2)) & 0xffff;
        if (place < DISCARD) store<i16>(record + place, <i16>(value * unit));
      }
      k = target + 1;
    }
    if (run > 0) run--;
    if (found) store<u64>(history, known | found);
    column++;
    history += 8;
  }
  reader.bits = bits;
  reader.count = count;
  reader.next = next;
  scan.endOfBandRun = run;
  scan.column = column;
}

/** Distance to the coefficient without history that `zeros` others precede: least d = zeros + known ones in [0, d]. */
// @ts-ignore: decorator
@inline
function afterZeros(known: u64, zeros: i32): i32 {
  let distance = zeros;
  let further = zeros + <i32>popcnt(known & (((<u64>2) << zeros) - 1));
  while (further != distance) {
    distance = further;
    further = zeros + <i32>popcnt(known & (((<u64>2) << min(distance, 63)) - 1));
  }
  return distance;
}

/** Moves a coefficient away from zero by one unit of the current precision. */
// @ts-ignore: decorator
@inline
function correct(record: usize, dequant: usize, k: i32, unit: i32): void {
  const place = record + (load<u32>(dequant + ((<usize>k) << 2)) & 0xffff);
  const value = <i32>load<i16>(place);
  store<i16>(place, <i16>(value + ((value >> 31) | 1) * unit));
}
