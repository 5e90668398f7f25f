/** The gradient filter of WebP's transparency: each value less the one its neighbours foretell (RFC 9649, section 2.7.1.2). */

/** The filtered plane: runs of zeros where transparency fades evenly. */
export function filterGradient(plane: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const filtered = new Uint8Array(plane.length);
  filtered[0] = plane[0]!;
  for (let x = 1; x < width; x++) filtered[x] = plane[x]! - plane[x - 1]!;
  for (let row = width; row < plane.length; row += width) {
    filtered[row] = plane[row]! - plane[row - width]!;
    for (let at = row + 1; at < row + width; at++) {
      const foretold = plane[at - 1]! + plane[at - width]! - plane[at - width - 1]!;
      filtered[at] = plane[at]! - Math.min(255, Math.max(0, foretold));
    }
  }
  return filtered;
}
