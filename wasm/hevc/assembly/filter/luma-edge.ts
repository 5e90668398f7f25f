/** Four samples along an edge of luma (ITU-T H.265, sections 8.7.2.5.3, 8.7.2.5.6 and 8.7.2.5.7). */

/** The sample `step` bytes behind an address. */
// @ts-ignore: decorator
@inline
function get<T>(at: usize, step: isize): i32 {
  return <i32>load<T>(at + step);
}

// @ts-ignore: decorator
@inline
function clip(value: i32, least: i32, most: i32): i32 {
  return min(max(value, least), most);
}

/**
 * Filters what lies before (p) and from an address on (q), `across` bytes apart, on four lines `along` bytes apart, unless it is
 * to be kept.
 */
export function filterLuma<T>(
  at: usize,
  across: isize,
  along: usize,
  beta: i32,
  tc: i32,
  keepP: bool,
  keepQ: bool,
  top: i32,
): void {
  const end = at + 3 * along;
  const bendP = bend<T>(at - across, -across);
  const bendQ = bend<T>(at, across);
  const bendP3 = bend<T>(end - across, -across);
  const bendQ3 = bend<T>(end, across);
  if (bendP + bendQ + bendP3 + bendQ3 >= beta) return;
  const strong =
    isSmooth<T>(at, across, 2 * (bendP + bendQ), beta, tc) &&
    isSmooth<T>(end, across, 2 * (bendP3 + bendQ3), beta, tc);
  const side = (beta + (beta >> 1)) >> 3;
  const moreP = bendP + bendP3 < side;
  const moreQ = bendQ + bendQ3 < side;
  for (let i = 0; i < 4; i++) {
    if (strong) filterStrongly<T>(at, across, 2 * tc, keepP, keepQ);
    else filterWeakly<T>(at, across, tc, moreP, moreQ, keepP, keepQ, top);
    at += along;
  }
}

/** How much three samples bend. */
// @ts-ignore: decorator
@inline
function bend<T>(at: usize, step: isize): i32 {
  return abs(get<T>(at, 2 * step) - 2 * get<T>(at, step) + get<T>(at, 0));
}

/** Section 8.7.2.5.6. */
// @ts-ignore: decorator
@inline
function isSmooth<T>(at: usize, across: isize, bends: i32, beta: i32, tc: i32): bool {
  const p = get<T>(at, -across);
  const q = get<T>(at, 0);
  if (bends >= beta >> 2) return false;
  const slopes = abs(get<T>(at, -4 * across) - p) + abs(q - get<T>(at, 3 * across));
  return slopes < beta >> 3 && abs(p - q) < (5 * tc + 1) >> 1;
}

// @ts-ignore: decorator
@inline
function filterStrongly<T>(at: usize, across: isize, most: i32, keepP: bool, keepQ: bool): void {
  const p3 = get<T>(at, -4 * across);
  const p2 = get<T>(at, -3 * across);
  const p1 = get<T>(at, -2 * across);
  const p0 = get<T>(at, -across);
  const q0 = get<T>(at, 0);
  const q1 = get<T>(at, across);
  const q2 = get<T>(at, 2 * across);
  const q3 = get<T>(at, 3 * across);
  if (!keepP) {
    store<T>(at - across, <T>clip((p2 + 2 * p1 + 2 * p0 + 2 * q0 + q1 + 4) >> 3, p0 - most, p0 + most));
    store<T>(at - 2 * across, <T>clip((p2 + p1 + p0 + q0 + 2) >> 2, p1 - most, p1 + most));
    store<T>(at - 3 * across, <T>clip((2 * p3 + 3 * p2 + p1 + p0 + q0 + 4) >> 3, p2 - most, p2 + most));
  }
  if (keepQ) return;
  store<T>(at, <T>clip((p1 + 2 * p0 + 2 * q0 + 2 * q1 + q2 + 4) >> 3, q0 - most, q0 + most));
  store<T>(at + across, <T>clip((p0 + q0 + q1 + q2 + 2) >> 2, q1 - most, q1 + most));
  store<T>(at + 2 * across, <T>clip((p0 + q0 + q1 + 3 * q2 + 2 * q3 + 4) >> 3, q2 - most, q2 + most));
}

// @ts-ignore: decorator
@inline
function filterWeakly<T>(
  at: usize,
  across: isize,
  tc: i32,
  moreP: bool,
  moreQ: bool,
  keepP: bool,
  keepQ: bool,
  top: i32,
): void {
  const p2 = get<T>(at, -3 * across);
  const p1 = get<T>(at, -2 * across);
  const p0 = get<T>(at, -across);
  const q0 = get<T>(at, 0);
  const q1 = get<T>(at, across);
  const q2 = get<T>(at, 2 * across);
  const step = (9 * (q0 - p0) - 3 * (q1 - p1) + 8) >> 4;
  if (abs(step) >= tc * 10) return;
  const delta = clip(step, -tc, tc);
  const half = tc >> 1;
  if (!keepP) {
    store<T>(at - across, <T>clip(p0 + delta, 0, top));
    const more = clip((((p2 + p0 + 1) >> 1) - p1 + delta) >> 1, -half, half);
    if (moreP) store<T>(at - 2 * across, <T>clip(p1 + more, 0, top));
  }
  if (keepQ) return;
  store<T>(at, <T>clip(q0 - delta, 0, top));
  const more = clip((((q2 + q0 + 1) >> 1) - q1 - delta) >> 1, -half, half);
  if (moreQ) store<T>(at + across, <T>clip(q1 + more, 0, top));
}
