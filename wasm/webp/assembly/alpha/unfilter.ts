/** Undoes the filters of transparency (RFC 9649, section 2.7.1.2). */

const NONE: i32 = 0;
const HORIZONTAL: i32 = 1;
const VERTICAL: i32 = 2;

/** Undoes the filter of a row in place; `above` is the row before it, or 0 at the top. */
export function unfilterRow(row: usize, above: usize, width: usize, filter: i32): void {
  if (filter == NONE) return;
  if (above == 0) return addLeft(row, width, 0);
  if (filter == HORIZONTAL) return addLeft(row, width, load<u8>(above));
  if (filter == VERTICAL) {
    for (let x: usize = 0; x < width; x += 16) {
      v128.store(row + x, i8x16.add(v128.load(row + x), v128.load(above + x)));
    }
    return;
  }
  addGradient(row, above, width);
}

function addLeft(row: usize, width: usize, first: u8): void {
  let left = first;
  for (let x: usize = 0; x < width; x++) {
    left += load<u8>(row + x);
    store<u8>(row + x, left);
  }
}

function addGradient(row: usize, above: usize, width: usize): void {
  let left: i32 = load<u8>(above);
  let corner = left;
  for (let x: usize = 0; x < width; x++) {
    const top: i32 = load<u8>(above + x);
    left = (load<u8>(row + x) + max(0, min(255, left + top - corner))) & 255;
    store<u8>(row + x, <u8>left);
    corner = top;
  }
}
