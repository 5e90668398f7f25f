/** Which samples were decoded before (ITU-T H.265, section 6.4.1). */
import { ctbOf, picture, tileOf } from '../picture';
import { slice, sps } from '../slice/slice';

/** Order of blocks of 4 × 4 within a coding tree block, by place (y << 4 | x). */
const order: usize = memory.data(256, 16);

for (let y: u32 = 0; y < 16; y++)
  for (let x: u32 = 0; x < 16; x++) store<u8>(order + ((y << 4) | x), spread(x) | (spread(y) << 1));

function spread(bits: u32): u32 {
  return (bits & 1) | ((bits & 2) << 1) | ((bits & 4) << 2) | ((bits & 8) << 3);
}

/** Of the coding tree block at hand: its place in blocks, and which around it can be seen. */
let column: u32 = 0;
let row: u32 = 0;
let left: bool = false;
let above: bool = false;
let aboveLeft: bool = false;
let aboveRight: bool = false;

/** Enters a coding tree block. */
export function enterCtb(address: u32): void {
  column = address % picture.columns;
  row = address / picture.columns;
  left = column > 0 && sees(address, address - 1);
  above = row > 0 && sees(address, address - picture.columns);
  aboveLeft = row > 0 && column > 0 && sees(address, address - picture.columns - 1);
  aboveRight = row > 0 && column + 1 < picture.columns && sees(address, address - picture.columns + 1);
}

function sees(address: u32, other: u32): bool {
  return ctbOf(other).slice == <i32>slice.address && tileOf(other) == tileOf(address);
}

/** Whether the blocks at the left, above, and above at the right can be seen. */
export function leftCtb(): bool {
  return left;
}
export function aboveCtb(): bool {
  return above;
}
export function aboveRightCtb(): bool {
  return aboveRight;
}

// @ts-ignore: decorator
@inline
function orderOf(x: u32, y: u32): u32 {
  const mask = (1 << sps.log2Ctb) - 1;
  return load<u8>(order + ((((y & mask) >> 2) << 4) | ((x & mask) >> 2)));
}

/** Whether the luma sample at x and y, inside the picture or -1, can be seen from one of the coding tree block at hand. */
export function isAvailable(x: i32, y: i32, fromX: u32, fromY: u32): bool {
  if (x < 0 || y < 0) return false;
  const across = (x >> sps.log2Ctb) - <i32>column;
  const down = (y >> sps.log2Ctb) - <i32>row;
  if (down == 0) return across == 0 ? orderOf(x, y) < orderOf(fromX, fromY) : across < 0 && left;
  if (down > 0) return false;
  return across == 0 ? above : across < 0 ? aboveLeft : aboveRight;
}
