/** Matches: copies of what was written before, 16 bytes at a time. May write up to 31 bytes beyond the match. */

/** For each distance 1 to 15 the bytes of 16 that repeat its pattern, as indices for a swizzle. */
const patterns: usize = memory.data(16 * 16, 16);
/** Largest multiple of the distance that is at most 16. */
const steps: usize = memory.data(16, 16);

/** Fills the pattern tables; called once an instance. */
export function preparePatterns(): void {
  for (let distance: u32 = 1; distance < 16; distance++) {
    for (let i: u32 = 0; i < 16; i++) store<u8>(patterns + distance * 16 + i, <u8>(i % distance));
    store<u8>(steps + distance, <u8>(16 - (16 % distance)));
  }
}

/** Copies `length` bytes to `out` from `distance` bytes before. */
// @ts-ignore: decorator
@inline
export function copyMatch(out: usize, distance: usize, length: usize): void {
  const end = out + length;
  let from = out - distance;
  if (distance >= 16) {
    do {
      v128.store(out, v128.load(from));
      out += 16;
      from += 16;
    } while (out < end);
    return;
  }
  const pattern = i8x16.swizzle(v128.load(from), v128.load(patterns + (distance << 4)));
  const step = <usize>load<u8>(steps + distance);
  do {
    v128.store(out, pattern);
    out += step;
  } while (out < end);
}
