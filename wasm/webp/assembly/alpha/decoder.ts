/** Decodes the transparency beside a lossy picture row by row (RFC 9649, section 2.7.1.2). */
import { has, openStream, Stream } from '../input';
import { losslessPixels, losslessRow, openLossless } from '../lossless/decoder';
import { allocate } from '../../../shared/memory';
import { lastRow } from '../result';
import { BROKEN, GO_ON, NEED_INPUT } from '../status';
import { target } from '../target';
import { unfilterRow } from './unfilter';

/** What comes next. */
const ABSENT: i32 = 0;
const HEADER: i32 = 1;
const RAW: i32 = 2;
const LOSSLESS: i32 = 3;

let state: i32 = ABSENT;
let stream: Stream = changetype<Stream>(0);
let bytes: u32 = 0;
let width: i32 = 0;
let height: i32 = 0;
let filter: i32 = 0;
let row: i32 = 0;
/** The row that was decoded last and the one before it. */
let current: usize = 0;
let previous: usize = 0;
/** Bytes of a raw row that came so far. */
let filled: usize = 0;

/** Transparency of `length` bytes beside a picture of this size; none when there are no bytes. */
export function openAlpha(length: u32, pixelsWide: i32, pixelsHigh: i32): void {
  state = length > 0 ? HEADER : ABSENT;
  if (length == 0) return;
  bytes = length;
  width = pixelsWide;
  height = pixelsHigh;
  row = 0;
  filled = 0;
  current = allocate(width + 16);
  previous = allocate(width + 16);
  stream = openStream(1, 0, length);
}

/** Decodes the next row. A status: `GO_ON` when it is there, or there is no transparency. */
export function alphaRow(): i32 {
  if (state == ABSENT) return GO_ON;
  if (state == HEADER) {
    if (!has(stream, 1)) return NEED_INPUT;
    const status = readHeader();
    if (status != GO_ON) return status;
  }
  const status = state == RAW ? rawRow() : packedRow();
  if (status != GO_ON) return status;
  unfilterRow(current, row > 0 ? previous : 0, width, filter);
  row++;
  return GO_ON;
}

function readHeader(): i32 {
  const flags = load<u8>(stream.next++);
  const method = flags & 3;
  filter = (flags >> 2) & 3;
  if (method > 1 || ((flags >> 4) & 3) > 1) return BROKEN;
  state = method == 0 ? RAW : LOSSLESS;
  if (state == LOSSLESS) openLossless(stream, width, height, false);
  else if (<u64>bytes - 1 < <u64>width * height) return BROKEN;
  return GO_ON;
}

function swapRows(): void {
  const row = previous;
  previous = current;
  current = row;
}

function rawRow(): i32 {
  if (filled == 0) swapRows();
  while (filled < <usize>width) {
    if (!has(stream, 1)) return NEED_INPUT;
    const part = min<usize>(stream.end - stream.next, width - filled);
    if (part == 0) return BROKEN;
    memory.copy(current + filled, stream.next, part);
    stream.next += part;
    filled += part;
  }
  filled = 0;
  return GO_ON;
}

/** The green of a lossless picture is the transparency. */
function packedRow(): i32 {
  const status = losslessRow();
  if (status < 0 || status == NEED_INPUT) return status;
  swapRows();
  const from = losslessPixels();
  for (let x: usize = 0; x < <usize>width; x++) store<u8>(current + x, load<u8>(from + (x << 2), 1));
  return GO_ON;
}

/** Puts the row's transparency into the row of the result that was made last. */
export function putAlpha(): void {
  if (state == ABSENT) return;
  const to = lastRow();
  const from = current + target.x;
  for (let x: usize = 0; x < <usize>target.width; x++) store<u8>(to + (x << 2), load<u8>(from + x), 3);
}
