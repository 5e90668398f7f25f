/** What the host wants of a picture: a cut of it, at full size or each cell of some pixels averaged. */

@unmanaged
class Target {
  x: i32;
  y: i32;
  width: i32;
  height: i32;
  /** Side of the cells that become one pixel; 1 for all pixels. */
  cell: i32;
}

export const target = changetype<Target>(memory.data(offsetof<Target>(), 16));

/** Pixels in a row of the result. */
export function resultWidth(): i32 {
  return (target.width + target.cell - 1) / target.cell;
}
