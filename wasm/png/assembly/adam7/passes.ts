/**
 * The seven passes of Adam7 (PNG, section 8.2): each is a picture of its own, and one without pixels is not there.
 */
import { rowBytes } from '../pixels';

const PASSES: u32 = 7;
/** First column and row of each pass, and the steps between its pixels. */
const FIRST_X: StaticArray<u32> = [0, 4, 0, 2, 0, 1, 0, 0];
const STEP_X: StaticArray<u32> = [8, 8, 4, 4, 2, 2, 1, 1];
const FIRST_Y: StaticArray<u32> = [0, 0, 4, 0, 2, 0, 1, 0];
const STEP_Y: StaticArray<u32> = [8, 8, 8, 4, 4, 2, 2, 1];
/** Steps between the pixels known once a pass is there; before the first one nothing is. */
const KNOWN_X: StaticArray<u32> = [8, 4, 4, 2, 2, 1, 1];
const KNOWN_Y: StaticArray<u32> = [8, 8, 4, 4, 2, 2, 1];

let width: u32 = 0;
let height: u32 = 0;
/** Row after the last wanted one. */
let bottom: u32 = 0;
let pass: u32 = 0;
let line: u32 = 0;
/** Pixels and rows of the current pass. */
let pixels: u32 = 0;
let lines: u32 = 0;

/** Begins a picture of which rows before `end` are wanted. */
export function startPasses(wide: u32, high: u32, end: u32): void {
  width = wide;
  height = high;
  bottom = end;
  pass = 0;
  enterPass();
}

function enterPass(): void {
  line = 0;
  while (pass < PASSES) {
    pixels = stepsFrom(FIRST_X[pass], STEP_X[pass], width);
    lines = stepsFrom(FIRST_Y[pass], STEP_Y[pass], height);
    if (pixels > 0 && lines > 0) return;
    pass++;
  }
}

function stepsFrom(first: u32, step: u32, end: u32): u32 {
  return end > first ? (end - first + step - 1) / step : 0;
}

/** True when the current row is the last of its pass. */
export function isPassEnd(): bool {
  return line + 1 == lines;
}

/** Goes to the next row; true when it begins a pass. */
export function nextLine(): bool {
  if (++line < lines) return false;
  pass++;
  enterPass();
  return true;
}

/** True when every wanted row is there. */
export function passesDone(): bool {
  return pass == PASSES || (pass == PASSES - 1 && lineY() >= bottom);
}

/** Bytes of the current row. */
export function lineBytes(): usize {
  return pass == PASSES ? 0 : rowBytes(pixels);
}

/** Row of the picture that the current row belongs to. */
export function lineY(): u32 {
  return FIRST_Y[pass] + line * STEP_Y[pass];
}

/** Step between the columns of the current row's pixels. */
export function stepX(): u32 {
  return STEP_X[pass];
}

/** Pixels of the current row that lie left of column `x`. */
export function pixelsBefore(x: u32): u32 {
  return stepsFrom(FIRST_X[pass], STEP_X[pass], x);
}

/** Column of pixel `index` of the current row. */
export function columnOf(index: u32): u32 {
  return FIRST_X[pass] + index * STEP_X[pass];
}

/** Passes that have brought all they have for the block of row `y`: 0 to 7. */
function passesOf(y: u32): u32 {
  if (passesDone()) return PASSES;
  const block = (y & ~7) + 8;
  return lineY() >= min(block, height) ? pass + 1 : pass;
}

/** Step between the columns that are known around row `y`; 0 when none is. */
export function knownX(y: u32): u32 {
  const passes = passesOf(y);
  return passes > 0 ? KNOWN_X[passes - 1] : 0;
}

/** The same for rows. */
export function knownY(y: u32): u32 {
  const passes = passesOf(y);
  return passes > 0 ? KNOWN_Y[passes - 1] : 0;
}
