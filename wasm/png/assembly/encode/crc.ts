/** CRC-32 of chunks (PNG, annex D), eight bytes at a time: table k holds the CRC of a byte with k zeros behind it. */

const POLYNOMIAL: u32 = 0xedb88320;
const tables: usize = memory.data(8 * 256 * 4, 16);
let ready: bool = false;

function prepare(): void {
  for (let i: u32 = 0; i < 256; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = (value >> 1) ^ (value & 1 ? POLYNOMIAL : 0);
    store<u32>(tables + ((<usize>i) << 2), value);
  }
  for (let i: u32 = 256; i < 8 * 256; i++) {
    const value = load<u32>(tables + ((<usize>(i - 256)) << 2));
    store<u32>(tables + ((<usize>i) << 2), (value >> 8) ^ at(0, value));
  }
  ready = true;
}

// @ts-ignore: decorator
@inline
function at(table: u32, byte: u32): u32 {
  return load<u32>(tables + ((<usize>((table << 8) | (byte & 0xff))) << 2));
}

/** The check value `check` continued over `bytes` bytes; 0 begins one. */
export function crc32(check: u32, from: usize, bytes: u32): u32 {
  if (!ready) prepare();
  let value = ~check;
  for (; bytes >= 8; bytes -= 8, from += 8) {
    const low = load<u32>(from) ^ value;
    const high = load<u32>(from, 4);
    value = at(7, low) ^ at(6, low >> 8) ^ at(5, low >> 16) ^ at(4, low >> 24);
    value ^= at(3, high) ^ at(2, high >> 8) ^ at(1, high >> 16) ^ at(0, high >> 24);
  }
  for (; bytes > 0; bytes--) value = (value >> 8) ^ at(0, value ^ load<u8>(from++));
  return ~value;
}
