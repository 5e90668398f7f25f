/**
 * Lays the whole job out once the frame is known, at which sizes blocks are transformed and which of them, and makes
 * rows of the result as soon as the planes have what they need.
 */
import { Axis, boxFor, countInBoxes, firstTap, lastTap, layOutAxis, Side } from './axis';
import { addToBoxes, openBoxes } from './boxes';
import { cmykRows, openColour, rgbaRows } from './colour';
import { component, divideUp, frame, MAX_COMPONENTS } from './frame';
import { hasLight } from './light';
import { addToLight, openLight } from './light-ring';
import { allocate, DECODER } from '../memory';
import { copies, forgetSamplers, openSampler, rowsNeeded, sampler, sampleRows } from './sampler';
import { CMYK, divisor, RGBA, rowsAtOnce, target } from './target';

const axes = memory.data(2 * MAX_COMPONENTS * offsetof<Axis>(), 16);
const horizontal = changetype<Side>(memory.data(offsetof<Side>(), 16));
const vertical = changetype<Side>(memory.data(offsetof<Side>(), 16));

/** Rows of the current group, and of the result so far. */
let groupRows: i32 = 0;
let rowsMade: i32 = 0;
/** MCU rows the result needs: [firstMcuRow, endMcuRow). */
export let firstMcuRow: i32 = 0;
export let endMcuRow: i32 = 0;

/**
 * Chooses sizes and blocks, and reserves everything but the coefficient stores. With `stored` coefficients chroma
 * shrinks to an eighth whenever luma does: a larger block would cost eight times as much, all over the picture.
 */
export function layOutResult(stored: bool): void {
  forgetSamplers();
  rowsMade = 0;
  groupRows = 0;
  readSides();
  for (let i = 0; i < frame.components; i++) layOutComponent(i, stored);
  chooseMcus();
  for (let i = 0; i < frame.components; i++) openPlane(i);
  for (let i = 0; i < frame.components; i++) openSampler(sampler(i), rowsAtOnce(i));
  if (target.form == RGBA || target.form == CMYK) openColour(target.windowWidth);
}

function readSides(): void {
  horizontal.cut = target.cutX;
  horizontal.cutLength = target.cutWidth;
  horizontal.scaled = target.scaleWidth;
  horizontal.window = target.windowX;
  horizontal.windowLength = target.windowWidth;
  vertical.cut = target.cutY;
  vertical.cutLength = target.cutHeight;
  vertical.scaled = target.scaleHeight;
  vertical.window = target.windowY;
  vertical.windowLength = target.windowHeight;
}

function layOutComponent(i: i32, stored: bool): void {
  const c = component(i);
  const s = sampler(i);
  const wide = <f64>c.h / <f64>frame.hMax;
  const high = <f64>c.v / <f64>frame.vMax;
  const margin = hasLight(i) ? target.lightMargin : target.margin;
  c.size = max(
    smallestSize(<f64>target.cutWidth * wide, <f64>target.scaleWidth / <f64>divisor(i), margin),
    smallestSize(<f64>target.cutHeight * high, <f64>target.scaleHeight / <f64>divisor(i), margin),
  );
  if (stored && component(0).size == 1) c.size = 1;
  c.planeWidth = divideUp(frame.width * c.h * c.size, 8 * frame.hMax);
  c.planeHeight = divideUp(frame.height * c.v * c.size, 8 * frame.vMax);
  s.across = changetype<Axis>(axes + <usize>(2 * i) * offsetof<Axis>());
  s.down = changetype<Axis>(axes + <usize>(2 * i + 1) * offsetof<Axis>());
  const scaled = <f64>c.size / 8;
  layOutAxis(s.across, horizontal, wide * scaled, c.planeWidth, divisor(i), i > 0);
  layOutAxis(s.down, vertical, high * scaled, c.planeHeight, divisor(i), i > 0);
  s.lit = hasLight(i) && !copies(s);
  const boxWidth = boxFor(s.across);
  const boxHeight = boxFor(s.down);
  if (boxWidth == 1 && boxHeight == 1) return;
  countInBoxes(s.across, boxWidth);
  countInBoxes(s.down, boxHeight);
}

/** The smallest n of 1, 2, 4 and 8 that leaves enough of `full` samples at n eighths. */
function smallestSize(full: f64, wanted: f64, margin: f64): i32 {
  let n = 1;
  while (n < 8 && full * <f64>n < wanted * 8 * margin) n <<= 1;
  return n;
}

/** The MCUs that hold a sample which some component needs. */
function chooseMcus(): void {
  let left = frame.mcusWide;
  let right = 0;
  firstMcuRow = frame.mcusHigh;
  endMcuRow = 0;
  for (let i = 0; i < frame.components; i++) {
    const c = component(i);
    const s = sampler(i);
    left = min(left, planeStart(s.across) / (c.h * c.size));
    right = max(right, divideUp(planeEnd(s.across), c.h * c.size));
    firstMcuRow = min(firstMcuRow, planeStart(s.down) / (c.v * c.size));
    endMcuRow = max(endMcuRow, divideUp(planeEnd(s.down), c.v * c.size));
  }
  for (let i = 0; i < frame.components; i++) {
    const c = component(i);
    c.left = left * c.h;
    c.right = right * c.h;
    c.top = firstMcuRow * c.v;
    c.bottom = endMcuRow * c.v;
  }
}

/** First sample of the plane that the axis reads, and one past the last. */
function planeStart(a: Axis): i32 {
  return a.base + firstTap(a, 0) * a.box;
}
function planeEnd(a: Axis): i32 {
  return min(a.end, a.base + (lastTap(a, a.count - 1) + 1) * a.box);
}

/**
 * The ring must hold what a group of rows is made of, and what came since because another component lags behind: filters
 * reach differently far, and whole MCU rows arrive.
 */
function openPlane(i: i32): void {
  const c = component(i);
  const s = sampler(i);
  const band = c.v * c.size;
  const kept = rowsKept(i);
  const boxed = s.down.box > 1 || s.across.box > 1;
  const rows = (divideUp(kept, band) + 1) * band;
  c.ringRows = boxed || s.lit ? band : rows;
  c.ringStride = <usize>(((c.right - c.left) * c.size + 47) & ~15);
  c.ring = allocate(DECODER, c.ringStride * c.ringRows);
  if (boxed) {
    openBoxes(s, kept + divideUp(band, s.down.box) + 1);
    return;
  }
  if (s.lit) {
    openLight(s, c, rows);
    return;
  }
  s.source = c.ring;
  s.sourceStride = c.ringStride;
  s.sourceRows = c.ringRows;
  s.sourceLeft = c.left * c.size;
  s.sourceWidth = (c.right - c.left) * c.size;
}

function rowsKept(i: i32): i32 {
  const a = sampler(i).down;
  let ahead: f64 = 0;
  for (let j = 0; j < frame.components; j++) ahead = max(ahead, reachInPixels(j));
  const scale = pixelsPerSample(i);
  return <i32>Math.ceil(<f64>rowsAtOnce(i) * a.step + a.support + ahead / scale + mcuPixels() / scale) + 4;
}

/** How far below an output row's centre the filter of component `i` reads, in pixels of the file. */
function reachInPixels(i: i32): f64 {
  return (sampler(i).down.support + 1) * pixelsPerSample(i);
}

function pixelsPerSample(i: i32): f64 {
  const c = component(i);
  return <f64>(8 * frame.vMax * sampler(i).down.box) / <f64>(c.v * c.size);
}

function mcuPixels(): f64 {
  return <f64>(8 * frame.vMax);
}

/** Reduces what a new MCU row brought or makes it light, where that is scaled. `row` is the MCU row. */
export function takeMcuRow(row: i32): void {
  for (let i = 0; i < frame.components; i++) {
    const s = sampler(i);
    const c = component(i);
    const band = c.v * c.size;
    const boxed = s.sums != 0;
    if (!boxed && !s.lit) continue;
    for (let y = row * band; y < (row + 1) * band; y++) {
      if (boxed) addToBoxes(s, c, y);
      else addToLight(s, c, y);
    }
  }
}

/** True when MCU rows up to `row` are enough for the next group. */
export function groupIsReady(row: i32): bool {
  if (row >= endMcuRow) return true;
  for (let i = 0; i < frame.components; i++) {
    const c = component(i);
    const s = sampler(i);
    const decoded = row * c.v * c.size;
    const last = rowsNeeded(s, s.next + rowsAtOnce(i) - 1);
    if (s.down.base + last * s.down.box > decoded) return false;
  }
  return true;
}

/** Makes the next group; false when all rows were made. */
export function makeGroup(): bool {
  if (rowsMade >= target.windowHeight) return false;
  for (let i = 0; i < frame.components; i++) sampleRows(sampler(i), rowsAtOnce(i));
  groupRows = min(rowsAtOnce(0), target.windowHeight - rowsMade);
  rowsMade += groupRows;
  if (target.form == RGBA) rgbaRows(groupRows);
  else if (target.form == CMYK) cmykRows(groupRows);
  return true;
}

/** Rows of the result in the current group. */
export function rowsInGroup(): i32 {
  return groupRows;
}
