/**
 * Where each scan of a picture in strips stands: all scans are read side by side, each from where it was left at the end of
 * the strip before, so that no byte of the file is decoded twice.
 */
import { ARITHMETIC_SCAN_BYTES, recallArithmeticScan, rememberArithmeticScan } from './arithmetic-scan';
import { Bookmark, openBookmark, placeBookmark } from './bits';
import { frame } from './frame';
import { seekInput } from './input';
import { allocate, DECODER } from '../memory';
import { recallScan, rememberScan, scan, scanBytes } from './scan';

/** Most scans of a picture in strips. Usual files have 10; further ones are taken for damage. */
const MOST_SCANS: i32 = 96;

/** Followed by what the scan itself and arithmetic decoding remember. */
@unmanaged
class Cursor {
  bookmark: Bookmark;
  scan: usize;
  arithmetic: usize;
  /** Nothing of the scan can be read any more. */
  over: bool;
}

const CURSOR_BYTES: usize = (offsetof<Cursor>() + offsetof<Bookmark>() + 15) & ~15;
/** Addresses of the cursors, in the order of the scans. */
const cursors = memory.data(96 * 4, 4);
let count: i32 = 0;
/** The cursor of the current scan. */
let current: i32 = 0;

export function openCursors(): void {
  count = 0;
  current = 0;
}

// @ts-ignore: decorator
@inline
function cursor(i: i32): Cursor {
  return changetype<Cursor>(load<usize>(cursors + ((<usize>i) << 2)));
}

/** Makes a cursor for a scan that was found. False when there are too many. */
export function addCursor(): bool {
  if (count == MOST_SCANS) return false;
  store<usize>(cursors + ((<usize>count) << 2), makeCursor());
  current = count++;
  return true;
}

/** Remembers where the current scan stands at the end of a strip. */
export function keepCursor(): void {
  const c = cursor(current);
  placeBookmark(c.bookmark);
  rememberScan(c.scan);
  if (frame.arithmetic) rememberArithmeticScan(c.arithmetic);
  c.over = scan.row < scan.unitsHigh;
}

function makeCursor(): usize {
  const arithmetic = frame.arithmetic ? ARITHMETIC_SCAN_BYTES : 0;
  const place = allocate(DECODER, CURSOR_BYTES + scanBytes() + arithmetic);
  const c = changetype<Cursor>(place);
  c.bookmark = changetype<Bookmark>((place + offsetof<Cursor>() + 7) & ~7);
  c.scan = place + CURSOR_BYTES;
  c.arithmetic = c.scan + scanBytes();
  return place;
}

/** The next strip begins: the first scan comes next. */
export function rewindCursors(): void {
  current = -1;
}

/** Takes up the next scan that has more to read, and sends the input there. False when there is none. */
export function recallCursor(): bool {
  do current++;
  while (current < count && cursor(current).over);
  if (current == count) return false;
  const c = cursor(current);
  recallScan(c.scan);
  if (frame.arithmetic) recallArithmeticScan(c.arithmetic);
  seekInput(c.bookmark.offset);
  openBookmark(c.bookmark);
  return true;
}
