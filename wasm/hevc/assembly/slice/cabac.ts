/**
 * The arithmetic decoder (ITU-T H.265, section 9.3.4.3).
 *
 * `value` holds the next bits of the data, less what the decisions so far took away; the nine that are compared with the
 * range stand below its highest bit, which is 0. `count` of its bits are loaded. The data has at least 32 zeros behind it.
 */

/** Shares of the less probable symbol (table 9-52), four for each of 64 states. */
// prettier-ignore
const SHARES: usize = memory.data<u8>([
  128,176,208,240, 128,167,197,227, 128,158,187,216, 123,150,178,205, 116,142,169,195, 111,135,160,185, 105,128,152,175, 100,122,144,166,
  95,116,137,158, 90,110,130,150, 85,104,123,142, 81,99,117,135, 77,94,111,128, 73,89,105,122, 69,85,100,116, 66,80,95,110,
  62,76,90,104, 59,72,86,99, 56,69,81,94, 53,65,77,89, 51,62,73,85, 48,59,69,80, 46,56,66,76, 43,53,63,72,
  41,50,59,69, 39,48,56,65, 37,45,54,62, 35,43,51,59, 33,41,48,56, 32,39,46,53, 30,37,43,50, 29,35,41,48,
  27,33,39,45, 26,31,37,43, 24,30,35,41, 23,28,33,39, 22,27,32,37, 21,26,30,35, 20,24,29,33, 19,23,27,31,
  18,22,26,30, 17,21,25,28, 16,20,23,27, 15,19,22,25, 14,18,21,24, 14,17,20,23, 13,16,19,22, 12,15,18,21,
  12,14,17,20, 11,14,16,19, 11,13,15,18, 10,12,15,17, 10,12,14,16, 9,11,13,15, 9,11,12,14, 8,10,12,14,
  8,9,11,13, 7,9,11,12, 7,9,10,12, 7,8,10,11, 6,8,9,11, 6,7,9,10, 6,7,8,9, 2,2,2,2,
]);
/** The state after the less probable symbol (table 9-53). */
// prettier-ignore
const LESS: usize = memory.data<u8>([
  0, 0, 1, 2, 2, 4, 4, 5, 6, 7, 8, 9, 9, 11, 11, 12, 13, 13, 15, 15, 16, 16, 18, 18, 19, 19, 21, 21, 22, 22, 23, 24,
  24, 25, 26, 26, 27, 27, 28, 29, 29, 30, 30, 30, 31, 32, 32, 33, 33, 33, 34, 34, 35, 35, 35, 36, 36, 36, 37, 37, 37, 38, 38, 63,
]);

/** Contexts are bytes: state << 1 | more probable symbol. */
const CONTEXTS: u32 = 192;
export const contexts: usize = memory.data(CONTEXTS, 16);
/** Shares for each context's byte, and the bytes that follow: after the more probable symbol, then after the other. */
const shares: usize = memory.data(128 * 4, 16);
const following: usize = memory.data(256, 16);

for (let byte: u32 = 0; byte < 128; byte++) {
  const state = byte >> 1;
  store<u32>(shares + (byte << 2), load<u32>(SHARES + (state << 2)));
  store<u8>(following + byte, (min(state + (state < 62 ? 1 : 0), 63) << 1) | (byte & 1));
  const symbol = state == 0 ? (byte & 1) ^ 1 : byte & 1;
  store<u8>(following + 128 + byte, ((<u32>load<u8>(LESS + state)) << 1) | symbol);
}

let value: u64 = 0;
let count: i32 = 0;
let range: u32 = 0;
let start: usize = 0;
let next: usize = 0;
let end: usize = 0;

/** Begins at an address, with data up to another (section 9.3.2.5). */
export function startDecisions(from: usize, to: usize): void {
  start = next = from;
  end = to;
  value = 0;
  count = 0;
  range = 510;
  refill();
}

// @ts-ignore: decorator
@inline
function refill(): void {
  value |= bswap<u64>(load<u64>(next)) >> (<u64>(count + 1));
  next = min(next + ((63 - count) >> 3), end + 16);
  count |= 56;
}

/** A decision by context number `context`. */
export function decide(context: u32): u32 {
  if (count < 16) refill();
  const at = contexts + context;
  const byte = <u32>load<u8>(at);
  const share = <u32>load<u8>(shares + ((byte << 2) | ((range >> 6) & 3)));
  const rest = range - share;
  const scaled = (<u64>rest) << 54;
  // All ones for the more probable symbol.
  const more = (<i64>(value - scaled)) >> 63;
  const mask = <u32>more;
  value -= scaled & ~(<u64>more);
  const kept = (rest & mask) | (share & ~mask);
  store<u8>(at, load<u8>(following + (byte | (~mask & 128))));
  const shift = clz(kept) - 23;
  range = kept << shift;
  value <<= <u64>shift;
  count -= <i32>shift;
  return (byte ^ ~mask) & 1;
}

/** One even decision. */
export function bypass(): u32 {
  if (count < 16) refill();
  const scaled = (<u64>range) << 53;
  const less = (<i64>(value - scaled)) >> 63;
  value = (value - (scaled & ~(<u64>less))) << 1;
  count--;
  return <u32>(less + 1);
}

/** Up to 16 even decisions as a number. */
export function bypassBits(bits: u32): u32 {
  if (bits == 0) return 0;
  if (count < 32) refill();
  const shift = <u64>(54 - bits);
  const number = <u32>(value >> shift) / range;
  value = (value - ((<u64>(number * range)) << shift)) << (<u64>bits);
  count -= <i32>bits;
  return number;
}

/** A decision that ends something (section 9.3.4.3.5). */
export function terminate(): bool {
  if (count < 16) refill();
  range -= 2;
  const scaled = (<u64>range) << 54;
  if (value >= scaled) return true;
  if (range < 256) {
    range <<= 1;
    value <<= 1;
    count--;
  }
  return false;
}

/** Aligns the range before even decisions (section 9.3.4.3.6). */
export function alignRange(): void {
  range = 256;
}

/** Where data begins that is not decided, after a decision that ended something: at the next whole byte. */
export function alignedPlace(): usize {
  const bits = ((<i32>(next - start)) << 3) - count + 9;
  return min(start + ((bits + 7) >> 3), end);
}

/** Where the data ends. */
export function dataEnd(): usize {
  return end;
}

/** True when decisions took more bits than there are. */
export function outOfData(): bool {
  return <isize>(next - end) * 8 > <isize>count;
}
