/** Levels of five and more: their categories and the bits that follow the token (RFC 6386, section 13.2). */

/** Probabilities of the extra bits of each category, twelve bytes each, a zero after the last. */
const EXTRA = memory.data<u8>([
  159, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 165, 145, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 173, 148, 140, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 176, 155, 140, 135, 0, 0, 0, 0, 0, 0, 0, 0, 180, 157, 141, 134, 130, 0, 0, 0, 0, 0, 0, 0, 254,
  254, 243, 230, 196, 177, 153, 140, 133, 130, 129, 0,
]);
const MOST_BITS: i32 = 11;

/** Category of a level, 0 to 5. */
// @ts-ignore: decorator
@inline
export function category(level: i32): i32 {
  return min(30 - clz(level - 3), 5);
}

/** Its least level. */
// @ts-ignore: decorator
@inline
export function leastOf(category: i32): i32 {
  return 3 + (2 << category);
}

/** Extra bits that a category has, and where their probabilities are. */
// @ts-ignore: decorator
@inline
export function extraBits(category: i32): i32 {
  return category == 5 ? MOST_BITS : category + 1;
}
// @ts-ignore: decorator
@inline
export function extraProbabilities(category: i32): usize {
  return EXTRA + <usize>category * 12;
}
