/** One block of a sequential scan (T.81 F.2.2). */
import { reader } from './bits';
import { Component } from './frame';
import { DC_SPLIT, decodeLong, extend, SKIP, SKIP_END } from './huffman';

/** A block to decode into: 64 × i16 and room for DISCARD. */
export const scratch = memory.data(192, 16);

/** Zeroes an n × n block. */
// @ts-ignore: decorator
@inline
export function clearBlock(block: usize, n: i32): void {
  const zero = i64x2.splat(0);
  if (n == 8) {
    v128.store(block, zero);
    v128.store(block, zero, 16);
    v128.store(block, zero, 32);
    v128.store(block, zero, 48);
    v128.store(block, zero, 64);
    v128.store(block, zero, 80);
    v128.store(block, zero, 96);
    v128.store(block, zero, 112);
  } else if (n == 4) {
    v128.store(block, zero);
    v128.store(block, zero, 16);
  } else store<u64>(block, 0);
}

/** The DC coefficient as far as the bits tell: predictor plus difference, which becomes the next predictor. */
// @ts-ignore: decorator
@inline
export function decodeDc(c: Component): i32 {
  let bits = reader.bits;
  let count = reader.count;
  let next = reader.next;
  if (count < 32) {
    bits |= load<u64>(next) >> count;
    next -= (63 - count) >> 3;
    count |= 56;
  }
  const entry = load<u32>(c.dcTable + ((<usize>(bits >> 52)) & 0xffc));
  let difference = 0;
  if (entry != 0 && (entry & DC_SPLIT) == 0) {
    difference = (<i32>entry) >> 16;
    bits <<= <u64>entry;
    count -= entry & 0x3f;
  } else {
    let length = (<i32>entry) & 0x3f;
    let size = (<i32>(entry >> 8)) & 15;
    if (entry == 0) {
      const code = decodeLong(c.dcTable, bits);
      length = code >> 8;
      size = code & 15;
    }
    bits <<= <u64>length;
    count -= length;
    if (size) {
      difference = extend(<i32>(bits >> (64 - size)), size);
      bits <<= <u64>size;
      count -= size;
    }
  }
  reader.bits = bits;
  reader.count = count;
  reader.next = next;
  c.predictor += difference;
  return c.predictor;
}

/**
 * Decodes a block into `coefficients`, which must be zero: those up to zigzag index `lastKept` are multiplied and put
 * in their places, the rest is passed over, several symbols at a time. The highest zigzag index found, 0 for DC alone.
 */
export function decodeBlock(c: Component, coefficients: usize, lastKept: i32): i32 {
  const dequant = c.dequant;
  const table = c.acTable;
  let bits = reader.bits;
  let count = reader.count;
  let next = reader.next;
  if (count < 32) {
    bits |= load<u64>(next) >> count;
    next -= (63 - count) >> 3;
    count |= 56;
  }
  const dc = load<u32>(c.dcTable + ((<usize>(bits >> 52)) & 0xffc));
  let predictor = c.predictor;
  if (dc != 0 && (dc & DC_SPLIT) == 0) {
    predictor += (<i32>dc) >> 16;
    bits <<= <u64>dc;
    count -= dc & 0x3f;
  } else {
    const code = dc != 0 ? ((dc & 0x3f) << 8) | ((dc >> 8) & 15) : decodeLong(c.dcTable, bits);
    const size = code & 15;
    bits <<= <u64>(code >> 8);
    count -= code >> 8;
    if (size) {
      predictor += extend(<i32>(bits >> (64 - size)), size);
      bits <<= <u64>size;
      count -= size;
    }
  }
  c.predictor = predictor;
  store<i16>(coefficients, <i16>(predictor * <i32>(load<u32>(dequant) >> 16)));
  let k = 1;
  let last = 0;
  while (k <= lastKept) {
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
      if (size == 0) {
        if (symbol == 0xf0) {
          k += 16;
          continue;
        }
        k = 64;
        break;
      }
      k += symbol >> 4;
      value = extend(<i32>(bits >> (64 - size)), size);
      bits <<= <u64>size;
      count -= size;
    }
    const place = load<u32>(dequant + ((<usize>k) << 2));
    store<i16>(coefficients + (place & 0xffff), <i16>(value * <i32>(place >> 16)));
    last = k++;
  }
  // The rest is passed over.
  let before = bits;
  let entry: u32 = 0;
  while (k < 64) {
    if (count < 54) {
      bits |= load<u64>(next) >> count;
      next -= (63 - count) >> 3;
      count |= 56;
    }
    before = bits;
    entry = load<u16>(table + ((<usize>(bits >> 51)) & 0x1ffe), SKIP);
    if (entry != 0) {
      k += entry >> 8;
      bits <<= <u64>entry;
      count -= entry & 0x3f;
      if (k >= 64) break;
      // An entry takes 27 bits at most, so a second one is there too.
      const second = load<u16>(table + ((<usize>(bits >> 51)) & 0x1ffe), SKIP);
      if (second == 0) continue;
      before = bits;
      entry = second;
      k += entry >> 8;
      bits <<= <u64>entry;
      count -= entry & 0x3f;
    } else {
      const code = decodeLong(table, bits);
      const length = (code >> 8) + (code & 15);
      bits <<= <u64>length;
      count -= length;
      k = (code & 15) == 0 && (code & 0xff) != 0xf0 ? 64 : k + ((code >> 4) & 15) + 1;
    }
  }
  reader.bits = bits;
  reader.count = count;
  reader.next = next;
  // Without EOB the symbols of an entry may belong to the next block: take the last step back and do it in small.
  const overshot = entry != 0 && k > 64 && (k < SKIP_END || k >= SKIP_END + 64);
  if (overshot) {
    reader.bits = before;
    reader.count = count + (entry & 0x3f);
    skipOneByOne(table, k - (entry >> 8));
  }
  return last;
}

function skipOneByOne(table: usize, k: i32): void {
  let bits = reader.bits;
  let count = reader.count;
  let next = reader.next;
  while (k < 64) {
    if (count < 32) {
      bits |= load<u64>(next) >> count;
      next -= (63 - count) >> 3;
      count |= 56;
    }
    const entry = load<u32>(table + ((<usize>(bits >> 52)) & 0xffc));
    if ((<i32>entry) >> 16 != 0) {
      k += ((entry >> 8) & 0xff) + 1;
      bits <<= <u64>entry;
      count -= entry & 0x3f;
      continue;
    }
    let length = (<i32>entry) & 0xff;
    let symbol = (<i32>(entry >> 8)) & 0xff;
    if (length == 0) {
      const code = decodeLong(table, bits);
      length = code >> 8;
      symbol = code & 0xff;
    }
    length += symbol & 15;
    bits <<= <u64>length;
    count -= length;
    if ((symbol & 15) == 0 && symbol != 0xf0) break;
    k += (symbol >> 4) + 1;
  }
  reader.bits = bits;
  reader.count = count;
  reader.next = next;
}
