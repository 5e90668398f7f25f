/** Coefficients of a block (ITU-T H.265, sections 7.3.8.11 and 9.3.4.2.4 to 9.3.4.2.7). */
import { alignRange, bypass, bypassBits, decide } from '../slice/cabac';
import {
  CODED_BLOCK,
  GREATER1,
  GREATER2,
  LAST_X,
  LAST_Y,
  SIGNIFICANT,
  SIGNIFICANT_SKIP,
  SKIP,
  statistics,
} from '../slice/contexts';
import { pps, sps } from '../slice/slice';
import { findScaling, scaling } from './quantiser';
import { SCAN_DIAGONAL, SCAN_HORIZONTAL, SCAN_VERTICAL, scanAt, scanned, scans } from './scan';

/** Coefficients of one block, row by row, all zero between blocks. */
export const coefficients: usize = memory.data(2 * 32 * 32, 16);

/** What is known of the block that was read. */
@unmanaged
class Block {
  /** Columns and rows, multiples of 4, in which coefficients may be; neither when there is only the first. */
  columns: u32;
  rows: u32;
  onlyFirst: bool;
  /** Whether it is not transformed. */
  skip: bool;
}

export const block: Block = changetype<Block>(memory.data(offsetof<Block>(), 16));

/** Contexts of significance within a block of 4 × 4 by what follows it (none, right, below, both), and of one alone. */
// prettier-ignore
const PATTERNS: usize = memory.data<u8>([
  2, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  2, 1, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0,
  2, 2, 2, 2, 0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0,
  0, 1, 4, 5, 0, 0, 0, 0, 2, 3, 4, 5, 0, 0, 0, 0, 6, 6, 8, 8, 0, 0, 0, 0, 7, 7, 8, 8, 0, 0, 0, 0,
]);
const ALONE: usize = 4 << 5;
/** Of both patterns without a place of their own: every coefficient has one context. */
const NOWHERE: usize = memory.data(32, 16);

/** Places and absolute levels of the coefficients of 4 × 4 that are not zero, in the order they are told. */
const places: usize = memory.data(16, 16);
const levels: usize = memory.data(16 * 4, 16);

/** How a block is read, as its parts need it. */
let side: u32 = 0;
let chroma: u32 = 0;
let raw: bool = false;
let hides: bool = false;
let kind: u32 = 0;
/** Whether a level of 1 was the last of the part before: the contexts of the next begin elsewhere. */
let greater: u32 = 0;
/** Numbers of places in the scan of 4 × 4. */
let scanIndices: usize = 0;

/** The order of a block of a component, by what it is predicted with. */
export function scanFor(log2: u32, component: u32, mode: u32): u32 {
  const most: u32 = component == 0 || sps.chromaFormat == 3 ? 3 : 2;
  if (log2 > most) return SCAN_DIAGONAL;
  if (mode >= 6 && mode <= 14) return SCAN_VERTICAL;
  return mode >= 22 && mode <= 30 ? SCAN_HORIZONTAL : SCAN_DIAGONAL;
}

/** Reads a block into `coefficients`, scaled unless the unit is `lossless`; `mode` predicted it. */
export function readResidual(log2: u32, component: u32, mode: u32, lossless: bool): void {
  const scan = scanFor(log2, component, mode);
  chroma = component > 0 ? 1 : 0;
  block.skip = pps.transformSkip && !lossless && log2 <= pps.log2MaxSkip && decide(SKIP + chroma) != 0;
  raw = lossless;
  side = log2;
  const unfitted = lossless || block.skip;
  const straight = mode == 10 || mode == 26;
  hides = pps.signHiding && !lossless && !(sps.implicitRdpcm && block.skip && straight);
  kind = (chroma ? 0 : 2) + (unfitted ? 1 : 0);
  if (!lossless) findScaling(component, log2, block.skip && log2 > 2);
  let x = readLast(LAST_X, log2);
  let y = readLast(LAST_Y, log2);
  x = readLastRest(x);
  y = readLastRest(y);
  if (scan == SCAN_VERTICAL) {
    const swapped = x;
    x = y;
    y = swapped;
  }
  block.onlyFirst = (x | y) == 0;
  readParts(scan, log2, min(x, (1 << log2) - 1), min(y, (1 << log2) - 1), unfitted && sps.skipContext);
}

/** The first part of a coordinate of the last coefficient. */
function readLast(context: u32, log2: u32): u32 {
  const offset = chroma ? 15 : 3 * (log2 - 2) + ((log2 - 1) >> 2);
  const shift = chroma ? log2 - 2 : (log2 + 1) >> 2;
  const most = (log2 << 1) - 1;
  let prefix: u32 = 0;
  while (prefix < most && decide(context + offset + (prefix >> shift))) prefix++;
  return prefix;
}

function readLastRest(prefix: u32): u32 {
  if (prefix <= 3) return prefix;
  const bits = (prefix >> 1) - 1;
  return ((2 + (prefix & 1)) << bits) + bypassBits(bits);
}

/** Reads the blocks of 4 × 4, from that of the last coefficient at x and y to the first. */
function readParts(scan: u32, log2: u32, x: u32, y: u32, one: bool): void {
  const parts = scans + scanAt(scan, log2 - 2);
  scanIndices = scanned + scanAt(scan, 2);
  const last = <i32>load<u8>(scanned + scanAt(scan, log2 - 2) + (((y >> 2) << 3) | (x >> 2)));
  const ends = load<u8>(scanned + scanAt(scan, 2) + (((y & 3) << 3) | (x & 3)));
  let coded: u64 = 0;
  let across: u32 = 0;
  let down: u32 = 0;
  greater = 1;
  for (let i = last; i >= 0; i--) {
    const part = <u32>load<u8>(parts + i);
    // Whether those at the right and below have coefficients.
    const beside = (<u32>(((coded >> 1) & 0x7f7f7f7f7f7f7f7f) >> (<u64>part))) & 1;
    const around = beside | (((<u32>((coded >> 8) >> (<u64>part))) & 1) << 1);
    const between = i < last && i > 0;
    if (between && !decide(CODED_BLOCK + (around ? 1 : 0) + (chroma << 1))) continue;
    coded |= (<u64>1) << (<u64>part);
    across |= part & 7;
    down |= part >> 3;
    const count = readPlaces(scan, log2, part, around, i == last ? ends : 16, between, one, i == last);
    if (count > 0) readLevels(count, i == 0 || chroma ? 0 : 2, part);
  }
  block.columns = (round(across) + 1) << 2;
  block.rows = (round(down) + 1) << 2;
}

/** All bits below the highest one. */
// @ts-ignore: decorator
@inline
function round(bits: u32): u32 {
  return bits == 0 ? 0 : (<u32>-1) >> clz(bits);
}

/** Finds which coefficients of a part are not zero, before number `from` of the scan; gives how many. */
function readPlaces(
  scan: u32,
  log2: u32,
  part: u32,
  around: u32,
  from: u32,
  inferred: bool,
  one: bool,
  last: bool,
): u32 {
  const order = scans + scanAt(scan, 2);
  let count: u32 = 0;
  if (last) store<u8>(places + count++, load<u8>(order + from));
  let context = SIGNIFICANT + (chroma ? 27 : 0);
  let pattern = PATTERNS + (log2 == 2 ? ALONE : (<usize>around) << 5);
  if (log2 > 2) {
    if (chroma) context += log2 == 3 ? 9 : 12;
    else context += (part != 0 ? 3 : 0) + (log2 == 3 ? (scan == 0 ? 9 : 15) : 21);
  }
  if (one) {
    pattern = NOWHERE;
    context = SIGNIFICANT_SKIP + chroma;
  }
  for (let n = <i32>from - 1; n > 0; n--) {
    const place = <u32>load<u8>(order + n);
    if (decide(context + load<u8>(pattern + place))) store<u8>(places + count++, place);
  }
  if (last && from == 0) return count;
  if (inferred && count == 0) {
    store<u8>(places, 0);
    return 1;
  }
  const first = one ? context : part == 0 ? SIGNIFICANT + (chroma ? 27 : 0) : context + load<u8>(pattern);
  if (decide(first)) store<u8>(places + count++, 0);
  return count;
}

/** Most coefficients of a part that say whether they are larger than 1. */
const SAID: u32 = 8;

/** Reads the levels of a part's coefficients, the contexts' set being `set` or the one behind it. */
function readLevels(count: u32, set: u32, part: u32): void {
  if (greater == 0) set++;
  const said = min(count, SAID);
  const context = GREATER1 + (set << 2) + (chroma << 4);
  let above: u32 = 1;
  let firstAbove: u32 = SAID;
  for (let i: u32 = 0; i < said; i++) {
    const flag = decide(context + above);
    store<u32>(levels + (i << 2), 1 + flag);
    if (flag) {
      above = 0;
      if (firstAbove == SAID) firstAbove = i;
    } else if (above > 0 && above < 3) above++;
  }
  greater = above;
  if (firstAbove < SAID && decide(GREATER2 + set + (chroma << 2))) store<u32>(levels + (firstAbove << 2), 3);
  readRest(count, said, firstAbove, part);
}

/** How far a coefficient lies behind the first, for the sign of that to be hidden. */
const HIDING: u32 = 3;

function readRest(count: u32, said: u32, firstAbove: u32, part: u32): void {
  const hidden = hides && spreads(count);
  if (sps.bypassAlignment && escapes(count, said, firstAbove)) alignRange();
  const told = hidden ? count - 1 : count;
  let signs = bypassBits(told) << (32 - told);
  if (told == 0) signs = 0;
  let rice: u32 = sps.persistentRice ? (<u32>load<u8>(statistics + kind)) >> 2 : 0;
  let fresh = true;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    let level: u32 = i < said ? load<u32>(levels + (i << 2)) : 1;
    const least: u32 = i < said ? (i == firstAbove ? 3 : 2) : 1;
    if (level == least) {
      const more = readRemaining(rice);
      if (fresh && sps.persistentRice) adapt(more);
      fresh = false;
      level += more;
      if (level > 3 << rice) rice = sps.persistentRice ? rice + 1 : min(rice + 1, 4);
    }
    sum += level;
    let negative = signs >> 31;
    signs <<= 1;
    if (hidden && i == count - 1) negative = sum & 1;
    put(part, load<u8>(places + i), negative ? -(<i32>level) : <i32>level);
  }
}

/** Whether the last coefficient of a part lies far enough behind the first for a sign to be hidden. */
// @ts-ignore: decorator
@inline
function spreads(count: u32): bool {
  const last = <u32>load<u8>(scanIndices + load<u8>(places));
  const first = <u32>load<u8>(scanIndices + load<u8>(places + count - 1));
  return last - first > HIDING;
}

/** Whether any level goes on behind its flags. */
function escapes(count: u32, said: u32, firstAbove: u32): bool {
  if (count > said) return true;
  for (let i = firstAbove; i < said; i++)
    if (load<u32>(levels + (i << 2)) == (i == firstAbove ? 3 : 2)) return true;
  return false;
}

/** What a level is larger than its flags tell (section 9.3.3.11). */
function readRemaining(rice: u32): u32 {
  let prefix: u32 = 0;
  while (prefix < 32 && bypass()) prefix++;
  if (prefix <= 3) return (prefix << rice) + bypassBits(rice);
  const bits = prefix - 3 + rice;
  const high = bits > 16 ? bypassBits(min(bits - 16, 16)) << 16 : 0;
  return (((1 << (prefix - 3)) + 2) << rice) + (high | bypassBits(min(bits, 16)));
}

/** Section 9.3.4.2.6. */
function adapt(more: u32): void {
  const at = statistics + kind;
  const value = <u32>load<u8>(at);
  if (more >= 3 << (value >> 2)) store<u8>(at, value + 1);
  else if (2 * more < 1 << (value >> 2) && value > 0) store<u8>(at, value - 1);
}

// @ts-ignore: decorator
@inline
function put(part: u32, place: u32, level: i32): void {
  const x = ((part & 7) << 2) | (place & 7);
  const y = ((part >> 3) << 2) | (place >> 3);
  const at = coefficients + (((y << side) | x) << 1);
  store<i16>(at, <i16>(raw ? level : scaled(level, x, y)));
}

/** Section 8.6.4.2. */
// @ts-ignore: decorator
@inline
function scaled(level: i32, x: u32, y: u32): i32 {
  let factor = 16;
  if (scaling.list != 0) {
    const less = side > 3 ? side - 3 : 0;
    factor = load<u8>(scaling.list + ((y >> less) << 3) + (x >> less));
    if ((x | y) == 0) factor = scaling.first;
  }
  const product = <i64>level * (scaling.factor * factor) + (((<i64>1) << scaling.shift) >> 1);
  return <i32>min<i64>(max<i64>(product >> scaling.shift, -32768), 32767);
}
