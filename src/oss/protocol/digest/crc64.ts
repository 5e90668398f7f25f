/**
 * CRC-64/ECMA as OSS computes it: reflected polynomial, all ones before and after, printed as an unsigned decimal
 * number. 64 bits are kept as two halves, since BigInt arithmetic per byte would be a hundred times slower.
 */

const POLYNOMIAL = 0xc96c5795d7870f42n;
const ALL_ONES = 0xffff_ffff_ffff_ffffn;
const STRIDE = 8;

/** Tables for eight bytes at a time: entry `n * 256 + byte` is the remainder of that byte followed by n zero bytes. */
interface Tables {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

let tables: Tables | undefined;

/** Made on first use: most requests sum nothing, and the first one of an isolate should not wait for them. */
function makeTables(): Tables {
  const made = { low: new Uint32Array(STRIDE * 256), high: new Uint32Array(STRIDE * 256) };
  for (let byte = 0; byte < 256; byte++) {
    let remainder = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) remainder = timesX(remainder);
    for (let zeros = 0; zeros < STRIDE; zeros++) {
      made.low[zeros * 256 + byte] = Number(remainder & 0xffff_ffffn);
      made.high[zeros * 256 + byte] = Number(remainder >> 32n);
      for (let bit = 0; bit < 8; bit++) remainder = timesX(remainder);
    }
  }
  return made;
}

/** A sum that grows with the bytes it is given. */
export class Crc64 {
  #low = 0xffff_ffff;
  #high = 0xffff_ffff;

  update(bytes: Uint8Array): void {
    tables ??= makeTables();
    const { low: lows, high: highs } = tables;
    let low = this.#low;
    let high = this.#high;
    let at = 0;
    for (const end = bytes.length - STRIDE; at <= end; at += STRIDE) {
      const a = low ^ word(bytes, at);
      const b = high ^ word(bytes, at + 4);
      low = fold(lows, a, b);
      high = fold(highs, a, b);
    }
    for (; at < bytes.length; at++) {
      const entry = (low ^ bytes[at]!) & 255;
      low = ((low >>> 8) | (high << 24)) ^ lows[entry]!;
      high = (high >>> 8) ^ highs[entry]!;
    }
    this.#low = low;
    this.#high = high;
  }

  /** The sum so far, as `x-oss-hash-crc64ecma` writes it. */
  get value(): string {
    return String(((BigInt(this.#high >>> 0) << 32n) | BigInt(this.#low >>> 0)) ^ ALL_ONES);
  }
}

/** The sum of `first` followed by `second`, from the sums of both and the length of `second` in bytes. */
export function combineCrc64(first: string, second: string, secondLength: number): string {
  return String(multiply(power(secondLength * 8), BigInt(first)) ^ BigInt(second));
}

/** Four bytes, the first one lowest. */
function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** One half of the remainder of eight bytes: the earlier a byte, the more zeros follow it. */
function fold(table: Uint32Array, a: number, b: number): number {
  return (
    table[1792 + (a & 255)]! ^
    table[1536 + ((a >>> 8) & 255)]! ^
    table[1280 + ((a >>> 16) & 255)]! ^
    table[1024 + (a >>> 24)]! ^
    table[768 + (b & 255)]! ^
    table[512 + ((b >>> 8) & 255)]! ^
    table[256 + ((b >>> 16) & 255)]! ^
    table[b >>> 24]!
  );
}

/** Reflected: the highest bit is the constant term, so a shift to the right multiplies by x. */
function timesX(value: bigint): bigint {
  return value & 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
}

/** Product modulo the polynomial. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  for (let bit = 1n << 63n, shifted = b; bit > 0n; bit >>= 1n, shifted = timesX(shifted)) {
    if (a & bit) product ^= shifted;
  }
  return product;
}

/** x to the power of `exponent`, by squaring. */
function power(exponent: number): bigint {
  let result = 1n << 63n;
  let square = 1n << 62n;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(square, result);
    square = multiply(square, square);
  }
  return result;
}
