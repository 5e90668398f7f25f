/**
 * Expands fax lines: Modified Huffman, T.4 in one and two dimensions, and T.6. A line is a list of the columns at which
 * its colour changes, beginning with white; lines leave as rows of bits, 1 for black.
 */
import type { TiffLayout } from '../layout.ts';
import type { Stream } from '../streams.ts';
import { COMPRESSION } from '../tags.ts';
import { type BitReader, readBits } from './bits.ts';
import { BLACK_RUNS, MODE, MODE_BITS, MODE_CODES, RUN_BITS, WHITE_RUNS } from './codes.ts';

/** End of a line: eleven zeros and a one (T.4, section 4.1.2). */
const EOL_BITS = 12;
const EOL = 1;
/** Bits of `T4Options`. */
const TWO_DIMENSIONS = 1;
/** Longest code of a run without an end: what is longer makes no sense. */
const LONG_RUN = 64;

/** Changing columns of a line, and how many they are; the width stands behind the last, three times. */
interface Line {
  readonly changes: Int32Array;
  count: number;
}

/** Opens the bytes of a strip of `width` pixels a line. */
export function openFax(data: Uint8Array, width: number, layout: TiffLayout): Stream {
  const bits = readBits(data);
  const readLine = lineReader(bits, width, layout);
  const rowBytes = Math.ceil(width / 8);
  let reference = blank(width);
  let line = blank(width);
  let sound = true;
  return {
    read(target) {
      let to = 0;
      for (; sound && to + rowBytes <= target.length; to += rowBytes) {
        sound = readLine(line, reference);
        if (!sound) break;
        paint(line, target.subarray(to, to + rowBytes));
        [reference, line] = [line, reference];
      }
      return to;
    },
  };
}

function blank(width: number): Line {
  // No line has more changes than pixels.
  const line = { changes: new Int32Array(width + 4), count: 0 };
  finish(line, width);
  return line;
}

function finish({ changes, count }: Line, width: number): void {
  changes.fill(width, count, count + 3);
}

/** Reads a line by its reference; false when there is none or it makes no sense. */
type LineReader = (line: Line, reference: Line) => boolean;

function lineReader(bits: BitReader, width: number, { compression, group3 }: TiffLayout): LineReader {
  const flat: LineReader = (line) => readFlat(bits, line, width);
  const deep: LineReader = (line, reference) => readDeep(bits, line, reference, width);
  if (compression === COMPRESSION.group4) return deep;
  if (compression === COMPRESSION.huffman) {
    return (line, reference) => {
      bits.align();
      return flat(line, reference);
    };
  }
  const mixed = (group3 & TWO_DIMENSIONS) !== 0;
  return (line, reference) => {
    const marked = skipEol(bits);
    if (!mixed || !marked) return flat(line, reference);
    const isFlat = bits.peek(1) === 1;
    bits.skip(1);
    return isFlat ? flat(line, reference) : deep(line, reference);
  };
}

/** Skips filling zeros and the end of a line, where there is one. */
function skipEol(bits: BitReader): boolean {
  if (bits.peek(EOL_BITS - 1) !== 0) return false;
  while (bits.peek(EOL_BITS) !== EOL && !bits.beyond) bits.skip(1);
  bits.skip(EOL_BITS);
  return true;
}

/** One dimension: runs of white and black by turns. */
function readFlat(bits: BitReader, line: Line, width: number): boolean {
  line.count = 0;
  let column = 0;
  for (let black = false; column < width; black = !black) {
    const run = readRun(bits, black);
    if (run < 0) return keepBegun(line, width, column);
    column = Math.min(width, column + run);
    addChange(line, column);
  }
  finish(line, width);
  return true;
}

/** Two dimensions: changes beside those of the line above (T.6, section 2.2). */
function readDeep(bits: BitReader, line: Line, reference: Line, width: number): boolean {
  line.count = 0;
  let column = 0;
  let black = false;
  let above = 0;
  while (column < width) {
    const entry = MODE_CODES[bits.peek(MODE_BITS)]!;
    if (entry === 0 || bits.beyond) return keepBegun(line, width, column);
    bits.skip(entry & 15);
    const mode = entry >> 4;
    above = changeBeside(reference, above, column, black, line.count === 0 && column === 0);
    if (mode === MODE.pass) column = reference.changes[above + 1]!;
    else if (mode === MODE.horizontal) {
      const [first, second] = [readRun(bits, black), readRun(bits, !black)];
      if (first < 0 || second < 0) return keepBegun(line, width, column);
      addChange(line, Math.min(width, column + first));
      column = Math.min(width, column + first + second);
      addChange(line, column);
    } else {
      const change = Math.min(width, reference.changes[above]! + mode - MODE.vertical);
      if (change < column) return keepBegun(line, width, column);
      column = change;
      addChange(line, column);
      black = !black;
    }
  }
  finish(line, width);
  return true;
}

/**
 * Index of the first change in the reference to the right of `column` whose colour is the opposite of the current one.
 * Changes at even places turn to black.
 */
function changeBeside(
  { changes, count }: Line,
  from: number,
  column: number,
  black: boolean,
  start: boolean,
): number {
  let at = Math.max(0, from - 2);
  if ((at & 1) !== Number(black)) at++;
  while (at < count && (start ? changes[at]! < 0 : changes[at]! <= column)) at += 2;
  return Math.min(at, count);
}

/** A line that broke off is shown as far as it went, when it went anywhere. */
function keepBegun(line: Line, width: number, column: number): boolean {
  finish(line, width);
  return column > 0;
}

function addChange(line: Line, column: number): void {
  if (line.count < line.changes.length - 3) line.changes[line.count++] = column;
}

/** Length of a run; -1 when there is no code for one. */
function readRun(bits: BitReader, black: boolean): number {
  const table = black ? BLACK_RUNS : WHITE_RUNS;
  let run = 0;
  while (!bits.beyond) {
    const entry = table[bits.peek(RUN_BITS)]!;
    if (entry === 0) return -1;
    bits.skip(entry & 15);
    run += entry >> 4;
    if (entry >> 4 < LONG_RUN) return run;
  }
  return -1;
}

function paint({ changes, count }: Line, row: Uint8Array): void {
  row.fill(0);
  for (let i = 0; i < count; i += 2) fillBits(row, changes[i]!, changes[i + 1]!);
}

/** Sets the bits from one column to before another. */
function fillBits(row: Uint8Array, from: number, to: number): void {
  if (from >= to) return;
  const [first, last] = [from >> 3, (to - 1) >> 3];
  const head = 0xff >> (from & 7);
  const tail = (0xff00 >> (((to - 1) & 7) + 1)) & 0xff;
  if (first === last) {
    row[first]! |= head & tail;
    return;
  }
  row[first]! |= head;
  row.fill(0xff, first + 1, last);
  row[last]! |= tail;
}
