/**
 * The bits of an entropy-coded segment (T.81 F.2.2.5).
 *
 * Bytes are moved from the input into a window with stuffing removed and their order REVERSED: the first byte of the
 * segment has the highest address. Eight bytes can then be loaded as one little-endian number whose most
 * significant bit is the next bit, without swapping, looking for FF or testing for the end:
 *
 *     window start          windowEnd                                    windowTop
 *     | margin              | free, next byte goes here | unread bytes    | read |
 *                                                       ^ next load at `next`..`next + 7`
 *
 * `bits` holds the next `count` bits, left-aligned. Block decoders copy the three numbers into locals and refill with
 *
 *     if (count < 32) { bits |= load<u64>(next) >> count; next -= (63 - count) >> 3; count |= 56; }
 *
 * which leaves at least 56 bits: any code (16) with its extra bits (15) twice nearly, once surely.
 * The margin below the window lets a whole MCU be decoded between two tests, even when its bytes are missing.
 */
import { allocate, DECODER } from '../memory';
import { endsSegment, input, inputOffset } from './input';

const WINDOW: usize = 32768;
const MARGIN: usize = 4096;
/** Bytes that an MCU of ten blocks can take at most: 64 symbols of 31 bits a block, and a little. */
export const MCU_BYTES: usize = 2600;

@unmanaged
class BitReader {
  bits: u64;
  count: i32;
  next: usize;
  windowStart: usize;
  windowTop: usize;
  windowEnd: usize;
  /** True when the marker after the segment, or the end of the file, was reached. */
  ended: bool;
  /** Bytes that arithmetic decoding took beyond the segment's end. */
  lacking: i32;
  /** Bytes of the segment that were moved into the window, without stuffing. */
  moved: usize;
  /** A place that was passed: how many had been moved there, and where in the file it is. The same of a later place. */
  passedMoved: usize;
  passedOffset: usize;
  laterMoved: usize;
  laterOffset: usize;
}

export const reader = changetype<BitReader>(memory.data(offsetof<BitReader>(), 16));

export function openBits(): void {
  reader.windowStart = allocate(DECODER, MARGIN + WINDOW);
  reader.windowTop = reader.windowStart + MARGIN + WINDOW - 1;
}

/** A segment begins at the input's position. */
export function startSegment(): void {
  reader.windowEnd = reader.windowTop;
  reader.next = reader.windowTop - 7;
  reader.bits = 0;
  reader.count = 0;
  reader.ended = false;
  reader.lacking = 0;
  reader.moved = 0;
  reader.passedMoved = 0;
  reader.passedOffset = inputOffset();
  reader.laterMoved = 0;
  reader.laterOffset = reader.passedOffset;
}

/** Bytes of the window not yet loaded into `bits`; negative when loads went past the segment's end. */
// @ts-ignore: decorator
@inline
function unread(): isize {
  return <isize>(reader.next + 7 - reader.windowEnd);
}

/** True when a whole MCU can be decoded without running out of data that may still come. */
// @ts-ignore: decorator
@inline
export function mcuReady(): bool {
  return reader.ended || unread() >= <isize>MCU_BYTES || fill();
}

/** True when no bit is left for a unit that needs at least one. */
// @ts-ignore: decorator
@inline
export function drained(): bool {
  return reader.ended && unread() * 8 + reader.count <= 0;
}

/** True when more bits were taken than the segment has. */
// @ts-ignore: decorator
@inline
export function exhausted(): bool {
  return reader.ended && unread() * 8 + reader.count < 0;
}

/** The next whole byte, for a decoder that takes no bits; 0 beyond the segment's end. */
export function nextByte(): u32 {
  if (unread() <= 0) {
    reader.lacking++;
    return 0;
  }
  return load<u8>(reader.next--, 7);
}

/** Zeros at the end of a segment need not be written, but hardly as many as these; none are left out of a cut-off file. */
const MOST_LACKING: i32 = 4096;
const CUT_OFF: i32 = 16;

/** True when so many bytes are missing that what they would say is made up. */
export function pastEnd(): bool {
  const isCutOff = input.ended && input.position + 1 >= input.end;
  return reader.lacking > (isCutOff ? CUT_OFF : MOST_LACKING);
}

/**
 * The address below which `next` must not fall before a run of blocks stops to refill: as long as it is above, one
 * more block can be decoded. After the segment's end the run may go a little beyond it.
 */
export function runLimit(): usize {
  return reader.ended ? reader.windowEnd - 15 : reader.windowEnd + 256;
}

/** Moves unread bytes to the top of the window and fills what is free below. */
function fill(): bool {
  const live = <usize>max<isize>(unread(), 0);
  if (reader.next + 7 != reader.windowTop) {
    memory.copy(reader.windowTop - live + 1, reader.windowEnd + 1, live);
    reader.windowEnd = reader.windowTop - live;
    reader.next = reader.windowTop - 7;
  }
  notePlace();
  unstuff();
  if (input.ended && !reader.ended && input.position + 1 >= input.end) reader.ended = true;
  if (!reader.ended) return unread() >= <isize>MCU_BYTES;
  // What a decoder reads beyond the end is zero.
  memory.fill(reader.windowEnd - 71, 0, 72);
  return true;
}

/** Remembers where in the file the window is filled from. The place before is passed when no bit of it is held any more. */
function notePlace(): void {
  const taken = <isize>reader.moved - unread();
  if (taken < <isize>reader.laterMoved + 8) return;
  reader.passedMoved = reader.laterMoved;
  reader.passedOffset = reader.laterOffset;
  reader.laterMoved = reader.moved;
  reader.laterOffset = inputOffset();
}

function unstuff(): void {
  const reversed = i8x16(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const ff = i8x16.splat(-1);
  const stop = reader.windowStart + MARGIN + 16;
  const end = input.end;
  let to = reader.windowEnd;
  let from = input.position;
  while (to > stop) {
    if (from + 16 <= end) {
      const bytes = v128.load(from);
      v128.store(to - 15, i8x16.swizzle(bytes, reversed));
      const found = i8x16.bitmask(i8x16.eq(bytes, ff));
      const clean = found == 0 ? 16 : ctz(found);
      to -= clean;
      from += clean;
      if (found == 0) continue;
    } else if (from < end && load<u8>(from) != 0xff) {
      store<u8>(to--, load<u8>(from++));
      continue;
    }
    if (from + 1 >= end) break;
    const code = load<u8>(from, 1);
    if (code == 0) store<u8>(to--, 0xff);
    else if (endsSegment(code) && code != 0xff) {
      reader.ended = true;
      break;
    }
    from += code == 0xff ? 1 : 2;
  }
  input.position = from;
  reader.moved += reader.windowEnd - to;
  reader.windowEnd = to;
}

/** Throws away what is left of the segment. False when its end has not arrived yet. */
export function dropSegment(): bool {
  while (!reader.ended) {
    reader.next = reader.windowEnd - 7;
    reader.count = 0;
    reader.bits = 0;
    const before = input.position;
    fill();
    if (!reader.ended && input.position == before) return false;
  }
  return true;
}

/** Makes the segment look read to its end and beyond: nothing is decoded until the next one. */
export function exhaust(): void {
  reader.next = reader.windowEnd - 15;
  reader.count = 0;
}

/** Where the reading of a segment stands. */
@unmanaged
export class Bookmark {
  /** A place in the file, how many bytes of the segment lie before it, and how many after it were taken, all without stuffing. */
  offset: usize;
  before: usize;
  taken: isize;
  /** What is left of the last of them, left-aligned. */
  bits: u64;
  count: i32;
  lacking: i32;
}

/** Bytes that are still to be passed on the way to a bookmark. */
let behind: isize = 0;

export function placeBookmark(mark: Bookmark): void {
  const rest = reader.count & 7;
  mark.offset = reader.passedOffset;
  mark.before = reader.passedMoved;
  mark.taken = <isize>(reader.moved - reader.passedMoved) - unread() - (reader.count >> 3);
  mark.bits = rest ? reader.bits & ((<u64>-1) << (64 - rest)) : 0;
  mark.count = rest;
  mark.lacking = reader.lacking;
}

/** Begins where a bookmark is; the input was sent to its place in the file. `catchUp` comes next. */
export function openBookmark(mark: Bookmark): void {
  startSegment();
  reader.bits = mark.bits;
  reader.count = mark.count;
  reader.lacking = mark.lacking;
  reader.moved = mark.before;
  reader.passedMoved = mark.before;
  reader.laterMoved = mark.before;
  behind = mark.taken;
}

/** Passes what was read before; false when data must come first. */
export function catchUp(): bool {
  while (behind > 0) {
    if (!reader.ended && unread() <= 0) fill();
    if (!reader.ended && unread() <= 0) return false;
    const passed = reader.ended ? behind : min(behind, unread());
    reader.next -= passed;
    behind -= passed;
  }
  return true;
}

/** Bits of the segment that were taken. */
export function taken(): i64 {
  return (<i64>reader.moved - <i64>unread()) * 8 - <i64>reader.count;
}

/** Goes on to where `bits` of the segment are taken; false when data must come first. */
export function passTo(bits: i64): bool {
  const ahead = bits - taken();
  if (ahead < <i64>reader.count) {
    reader.bits <<= <u64>ahead;
    reader.count -= <i32>ahead;
    return true;
  }
  behind = <isize>((ahead - reader.count) >> 3);
  const rest = <i32>((ahead - reader.count) & 7);
  reader.bits = 0;
  reader.count = 0;
  if (!catchUp()) return false;
  if (rest == 0) return true;
  if (!reader.ended && unread() <= 0) fill();
  if (!reader.ended && unread() <= 0) return false;
  reader.bits = (<u64>nextByte()) << (56 + rest);
  reader.count = 8 - rest;
  return true;
}
