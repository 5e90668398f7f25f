/** Binary search, which most tables of a font are sorted for. */

/** The first index below `count` from which `reached` holds; `count` when it never does. */
export function firstIndex(count: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
