/**
 * The arithmetic decoder of T.81 annex D.2 and the models of annexes F.1.4 and G.1.3. Bytes come from the segment's window;
 * what is missing at its end counts as zeros, which encoders leave out.
 */
import { ENTRIES } from './probabilities';
import { nextByte } from './bits';

/** Conditioning of four DC and four AC tables (DAC, section B.2.4.3): lower and upper bound, and Kx. */
const CONDITIONING_BYTES: usize = 12;
const conditioning = memory.data(12);
const lowerBounds = conditioning;
const upperBounds = conditioning + 4;
const bandLimits = conditioning + 8;

/** Statistics bins: 64 for a DC table, 256 for an AC table. Low seven bits the state, the highest the likelier decision. */
const DC_BINS: usize = 64;
const AC_BINS: usize = 256;
const bins = memory.data(4 * 64 + 4 * 256, 16);
const BIN_BYTES: usize = 4 * 64 + 4 * 256;
/** A bin whose two decisions stay equally likely. */
const evenBin = memory.data(1);
const EVEN_STATE: u8 = 113;

/** Where the magnitude bins of a DC table begin, and those of an AC table for low and high coefficients. */
const DC_MAGNITUDE: usize = 20;
const AC_MAGNITUDE_LOW: usize = 189;
const AC_MAGNITUDE_HIGH: usize = 217;
/** From a magnitude's bin to that of its bits. */
const TO_BITS: usize = 14;
const LARGEST: i32 = 1 << 14;

let code: u32 = 0;
let interval: u32 = 0;
let shifts: i32 = 0;
/** True after a magnitude that no coefficient has. */
export let broken: bool = false;

/** The conditioning that holds where no segment sets another. */
export function resetConditioning(): void {
  memory.fill(lowerBounds, 0, 4);
  memory.fill(upperBounds, 1, 4);
  memory.fill(bandLimits, 5, 4);
}

/** Reads a DAC segment; false when it breaks the rules. */
export function readConditioning(at: usize, size: i32): bool {
  for (const end = at + size; at + 1 < end; at += 2) {
    const table = load<u8>(at) & 15;
    const value = load<u8>(at, 1);
    if (load<u8>(at) > 0x1f || table > 3) return false;
    if (load<u8>(at) >> 4) {
      if (value < 1 || value > 63) return false;
      store<u8>(bandLimits + table, value);
    } else {
      if ((value & 15) > value >> 4) return false;
      store<u8>(lowerBounds + table, value & 15);
      store<u8>(upperBounds + table, value >> 4);
    }
  }
  return true;
}

/** Begins an interval: statistics are forgotten, the first bytes read. */
export function startArithmetic(): void {
  memory.fill(bins, 0, BIN_BYTES);
  store<u8>(evenBin, EVEN_STATE);
  code = (nextByte() << 24) | (nextByte() << 16);
  interval = 0x10000;
  shifts = 0;
  broken = false;
}

/** Code, interval and shifts (u32 each), `broken`, conditioning, bins. */
const CONDITIONING: usize = 16;
const BINS: usize = CONDITIONING + CONDITIONING_BYTES;
export const ARITHMETIC_BYTES: usize = BINS + BIN_BYTES;

/** Remembers all that the next decision depends on, beside the bytes to come. */
export function rememberArithmetic(place: usize): void {
  store<u32>(place, code);
  store<u32>(place, interval, 4);
  store<i32>(place, shifts, 8);
  store<bool>(place, broken, 12);
  memory.copy(place + CONDITIONING, conditioning, CONDITIONING_BYTES);
  memory.copy(place + BINS, bins, BIN_BYTES);
}

export function recallArithmetic(place: usize): void {
  code = load<u32>(place);
  interval = load<u32>(place, 4);
  shifts = load<i32>(place, 8);
  broken = load<bool>(place, 12);
  memory.copy(conditioning, place + CONDITIONING, CONDITIONING_BYTES);
  memory.copy(bins, place + BINS, BIN_BYTES);
}

/** The next decision, by the statistics of a bin. */
function decide(bin: usize): u32 {
  const state = load<u8>(bin);
  const entry = load<u32>(changetype<usize>(ENTRIES) + ((<usize>(state & 127)) << 2));
  const estimate = entry >> 16;
  let decision = <u32>(state >> 7);
  interval -= estimate;
  if (code >> 16 < interval) {
    if (interval >= 0x8000) return decision;
    decision ^= adapt(bin, state, entry, interval < estimate);
  } else {
    code -= interval << 16;
    decision ^= adapt(bin, state, entry, interval >= estimate);
    interval = estimate;
  }
  do {
    if (shifts == 0) {
      code |= nextByte() << 8;
      shifts = 8;
    }
    interval <<= 1;
    code <<= 1;
    shifts--;
  } while (interval < 0x8000);
  return decision;
}

/** Moves a bin on, `less` when the less likely decision came; gives what the decision differs by. */
// @ts-ignore: decorator
@inline
function adapt(bin: usize, state: u8, entry: u32, less: bool): u32 {
  // The switch of the likelier decision is in the next state's highest bit.
  store<u8>(bin, less ? (state & 128) ^ (<u8>(entry >> 8)) : (state & 128) | (<u8>(entry & 127)));
  return less ? 1 : 0;
}

/** One bit with no statistics of its own. */
export function evenBit(): u32 {
  return decide(evenBin);
}

/** A difference of DC coefficients; `context` is the bin that the component's last one leads to, and the next. */
export function decodeDifference(table: i32, context: usize): i32 {
  const base = bins + <usize>table * DC_BINS;
  const bin = base + <usize>load<u8>(context);
  if (!decide(bin)) {
    store<u8>(context, 0);
    return 0;
  }
  const sign = decide(bin + 1);
  let at = bin + 2 + sign;
  let magnitude: i32 = decide(at);
  if (magnitude) {
    at = base + DC_MAGNITUDE;
    while (decide(at) && !broken) {
      magnitude = grown(magnitude);
      at++;
    }
  }
  const small = magnitude < (1 << load<u8>(lowerBounds + table)) >> 1;
  const large = magnitude > (1 << load<u8>(upperBounds + table)) >> 1;
  store<u8>(context, small ? 0 : <u8>((large ? 12 : 4) + sign * 4));
  return signed(withBits(magnitude, at + TO_BITS), sign);
}

/** True when no coefficient from zigzag index `k` on is other than zero. */
export function decodeEnd(table: i32, k: i32): bool {
  return decide(acBin(table, k)) != 0;
}

/** True when the coefficient at `k` is not zero. */
export function decodePresence(table: i32, k: i32): bool {
  return decide(acBin(table, k) + 1) != 0;
}

/** True when a coefficient at `k` that was not zero before moves away from zero. */
export function decodeCorrection(table: i32, k: i32): bool {
  return decide(acBin(table, k) + 2) != 0;
}

/** A coefficient that is not zero. */
export function decodeCoefficient(table: i32, k: i32): i32 {
  const sign = evenBit();
  let at = acBin(table, k) + 2;
  let magnitude: i32 = decide(at);
  if (magnitude && decide(at)) {
    magnitude = 2;
    at = acTable(table) + (k <= <i32>load<u8>(bandLimits + table) ? AC_MAGNITUDE_LOW : AC_MAGNITUDE_HIGH);
    while (decide(at) && !broken) {
      magnitude = grown(magnitude);
      at++;
    }
  }
  return signed(withBits(magnitude, at + TO_BITS), sign);
}

function acTable(table: i32): usize {
  return bins + 4 * DC_BINS + <usize>table * AC_BINS;
}

function acBin(table: i32, k: i32): usize {
  return acTable(table) + <usize>(3 * (k - 1));
}

function grown(magnitude: i32): i32 {
  if (magnitude >= LARGEST) broken = true;
  return magnitude << 1;
}

/** The bits below a magnitude's highest. */
function withBits(magnitude: i32, bin: usize): i32 {
  let value = magnitude;
  for (let bit = magnitude >> 1; bit; bit >>= 1) if (decide(bin)) value |= bit;
  return value;
}

function signed(value: i32, sign: u32): i32 {
  return sign ? -value - 1 : value + 1;
}
