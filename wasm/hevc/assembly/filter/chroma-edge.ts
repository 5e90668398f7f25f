/** Samples along an edge of chroma (ITU-T H.265, section 8.7.2.5.8). */

// @ts-ignore: decorator
@inline
function clip(value: i32, least: i32, most: i32): i32 {
  return min(max(value, least), most);
}

/** Filters the samples before and at an address, `across` bytes apart, on `count` lines, unless they are to be kept. */
export function filterChroma<T>(
  at: usize,
  across: usize,
  along: usize,
  count: u32,
  tc: i32,
  keepP: bool,
  keepQ: bool,
  top: i32,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const p1 = <i32>load<T>(at - 2 * across);
    const p0 = <i32>load<T>(at - across);
    const q0 = <i32>load<T>(at);
    const q1 = <i32>load<T>(at + across);
    const delta = clip((((q0 - p0) << 2) + p1 - q1 + 4) >> 3, -tc, tc);
    if (!keepP) store<T>(at - across, <T>clip(p0 + delta, 0, top));
    if (!keepQ) store<T>(at, <T>clip(q0 - delta, 0, top));
    at += along;
  }
}
