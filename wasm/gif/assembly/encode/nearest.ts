/**
 * The nearest of up to 256 colours, by trying all of them, four at once: cheaper than any tree at this size. For a pixel p
 * and a colour c the distance |p - c|² is |p|² + |c|² - 2 p·c, and |p|² is the same for all. What is compared is |c|² - 2 p·c
 * shifted left by 8 with the index below, so that the least number tells both; of equally near colours the first wins.
 */

/** A group of four colours: red and green, blue and 0, and squares with index. */
const GROUP: usize = 48;
const groups: usize = memory.data(64 * 48, 16);
let end: usize = 0;

/** Further than any colour is. */
const FAR: i32 = 0x3fffff00;
/** What `nearest` gives when there is no colour. */
export const NOTHING: i32 = i32.MAX_VALUE;

/** Makes `count` colours, RGBA, those that are searched. */
export function prepareNearest(colours: usize, count: u32): void {
  for (let i: u32 = 0; i < ((count + 3) & ~3); i++) {
    const at = groups + <usize>(i >> 2) * GROUP + ((i & 3) << 2);
    const colour = i < count ? load<u32>(colours + ((<usize>i) << 2)) : 0;
    const red = <i32>(colour & 255),
      green = <i32>((colour >> 8) & 255),
      blue = <i32>((colour >> 16) & 255);
    store<u32>(at, red | (green << 16));
    store<u32>(at, blue, 16);
    store<i32>(at, i < count ? ((red * red + green * green + blue * blue) << 8) | i : FAR, 32);
  }
  end = groups + <usize>((count + 3) >> 2) * GROUP;
}

/** Index of the nearest colour in the lowest 8 bits, |c|² - 2 p·c above them. */
// @ts-ignore: decorator
@inline
export function nearest(colour: u32): i32 {
  const redGreen = i32x4.splat((colour & 255) | ((colour << 8) & 0xff0000));
  const blue = i32x4.splat((colour >> 16) & 255);
  let best = i32x4.splat(NOTHING);
  for (let at = groups; at < end; at += GROUP) {
    const product = i32x4.add(
      i32x4.dot_i16x8_s(v128.load(at), redGreen),
      i32x4.dot_i16x8_s(v128.load(at, 16), blue),
    );
    best = i32x4.min_s(best, i32x4.sub(v128.load(at, 32), i32x4.shl(product, 9)));
  }
  best = i32x4.min_s(best, v128.shuffle<i64>(best, best, 1, 1));
  return min(i32x4.extract_lane(best, 0), i32x4.extract_lane(best, 1));
}

/** |p - c|² of what `nearest` gave for a colour. */
// @ts-ignore: decorator
@inline
export function distance(answer: i32, colour: u32): i32 {
  const red = <i32>(colour & 255),
    green = <i32>((colour >> 8) & 255),
    blue = <i32>((colour >> 16) & 255);
  return (answer >> 8) + red * red + green * green + blue * blue;
}
