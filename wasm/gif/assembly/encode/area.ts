/** The part of a frame that is being written, and which of its pixels are drawn. */

/** The first pixel of the area in the frame and in what is shown before; the latter is 0 when nothing is. */
let frame: usize = 0;
let shown: usize = 0;
/** Bytes of a row of the frame. */
let pitch: usize = 0;
export let areaWidth: u32 = 0;
export let areaHeight: u32 = 0;

/** Says what is written: an area of `frame`, whose rows have `width` pixels, over what is `before` it. */
export function setArea(from: usize, before: usize, width: u32, x: u32, y: u32, wide: u32, high: u32): void {
  const offset = (<usize>y * width + x) << 2;
  frame = from + offset;
  shown = before ? before + offset : 0;
  pitch = (<usize>width) << 2;
  areaWidth = wide;
  areaHeight = high;
}

/** Address of a row's first pixel. */
// @ts-ignore: decorator
@inline
export function rowOf(y: u32): usize {
  return frame + <usize>y * pitch;
}

/** What to add to a pixel's address to find what is shown there; 0 when nothing is. */
// @ts-ignore: decorator
@inline
export function shownFrom(): usize {
  return shown ? shown - frame : 0;
}

/** The colour that is drawn at an address; 0 when what is there stays. */
// @ts-ignore: decorator
@inline
export function drawnAt(at: usize, toShown: usize): u32 {
  const colour = load<u32>(at);
  return toShown && colour == load<u32>(at + toShown) ? 0 : colour;
}
