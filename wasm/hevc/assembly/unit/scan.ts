/**
 * The orders in which coefficients of a block, and blocks of 4 × 4 in it, are told (ITU-T H.265, sections 6.5.3 to 6.5.5).
 * A place is y << 3 | x.
 */

export const SCAN_DIAGONAL: u32 = 0;
export const SCAN_HORIZONTAL: u32 = 1;
export const SCAN_VERTICAL: u32 = 2;

/** Places by scan, logarithm of the side (0 to 3) and index; then indices by place. */
export const scans: usize = memory.data(3 * 4 * 64, 16);
export const scanned: usize = memory.data(3 * 4 * 64, 16);

/** Where the places, or the indices, of a scan begin. */
// @ts-ignore: decorator
@inline
export function scanAt(scan: u32, log2: u32): usize {
  return ((scan << 2) | log2) << 6;
}

/** A place of a scan. */
// @ts-ignore: decorator
@inline
export function scanOf(scan: u32, log2: u32, index: u32): u32 {
  return load<u8>(scans + scanAt(scan, log2) + index);
}

function put(scan: u32, log2: u32, index: u32, x: u32, y: u32): void {
  const place = (y << 3) | x;
  store<u8>(scans + scanAt(scan, log2) + index, place);
  store<u8>(scanned + scanAt(scan, log2) + place, index);
}

function makeScans(log2: u32): void {
  const side = 1 << log2;
  for (let i = 0; i < side * side; i++) {
    put(SCAN_HORIZONTAL, log2, i, i & (side - 1), i >> log2);
    put(SCAN_VERTICAL, log2, i, i >> log2, i & (side - 1));
  }
  let index: u32 = 0;
  for (let sum = 0; sum < side * 2 - 1; sum++)
    for (let x = max(0, sum - side + 1); x <= min(sum, side - 1); x++)
      put(SCAN_DIAGONAL, log2, index++, x, sum - x);
}

for (let log2: u32 = 0; log2 < 4; log2++) makeScans(log2);
