/**
 * Where frames differ. A frame's pixels are RGBA as 32-bit numbers, width x height of them; after `hardenAlpha` each is opaque
 * or 0, which stands for clear, as a GIF knows nothing between.
 */

/** Left, top, right and bottom (the last two exclusive) and number of the pixels that the last comparison found. */
const found: usize = memory.data(5 * 4, 16);

/** Where the five numbers lie. */
export function foundAddress(): usize {
  return found;
}

/** Makes pixels clear that are more than half transparent, and others opaque. */
export function hardenAlpha(at: usize, pixels: u32): void {
  const opaque = i32x4.splat(0xff000000);
  // A block's slack takes what the last vector writes beyond its end.
  for (const end = at + ((<usize>pixels) << 2); at < end; at += 16) {
    const four = v128.load(at);
    v128.store(at, v128.and(v128.or(four, opaque), i32x4.shr_s(four, 31)));
  }
}

/** Pixels of `frame` that are not clear and differ from those of `shown`, 0 for nothing: those that have to be drawn on it. */
export function findDrawn(frame: usize, shown: usize, width: u32, height: u32): void {
  find(frame, shown, width, height, false);
}

/** Pixels of `shown` that are clear in `next`: those that have to be wiped. */
export function findWiped(shown: usize, next: usize, width: u32, height: u32): void {
  find(shown, next, width, height, true);
}

function find(a: usize, b: usize, width: u32, height: u32, wiped: bool): void {
  let left = width,
    right: u32 = 0,
    top = height,
    bottom: u32 = 0,
    count: u32 = 0;
  for (let y: u32 = 0; y < height; y++) {
    const before = count;
    for (let x: u32 = 0; x < width; x += 4) {
      const ours = v128.load(a);
      const theirs = b ? v128.load(b) : i32x4.splat(0);
      const differ = wiped ? i32x4.eq(theirs, i32x4.splat(0)) : i32x4.ne(ours, theirs);
      let mask = i32x4.bitmask(v128.and(i32x4.ne(ours, i32x4.splat(0)), differ));
      const most = min<u32>(4, width - x);
      mask &= (1 << most) - 1;
      if (mask) {
        left = min(left, x + ctz<i32>(mask));
        right = max(right, x + 32 - clz<i32>(mask));
        count += popcnt<i32>(mask);
      }
      a += most << 2;
      if (b) b += most << 2;
    }
    if (count == before) continue;
    top = min(top, y);
    bottom = y + 1;
  }
  store<u32>(found, left);
  store<u32>(found, top, 4);
  store<u32>(found, right, 8);
  store<u32>(found, bottom, 12);
  store<u32>(found, count, 16);
}
