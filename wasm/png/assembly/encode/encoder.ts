/**
 * Encodes PNG pixel data: rows of RGBA in, a zlib stream out. The caller puts a row at `rowAddress`, then holds it or
 * encodes it, and takes the output away after each row. What is held can be encoded several times.
 */
import { addInput, allocateDeflate, endDeflate, inputPlace, startDeflate } from '../deflate/deflate';
import { allocate, reset } from '../../../shared/memory';
import { holdRow, packIndices, restoreRow, startColours } from './colours';
import { filterRow, MARGIN } from './filter';
import { packRow } from './pack';

let width: u32 = 0;
/** Channels of a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
let channels: u32 = 0;
let quick: bool = false;
/** A row of the caller, and the last two in the form that is written, both behind a margin. */
let pixels: usize = 0;
let row: usize = 0;
let above: usize = 0;

/** A row's place has room for at least this much, as other bytes go there too. */
const LEAST_ROOM: u32 = 4096;

/** Begins a picture of this width. */
export function startEncode(columns: u32): void {
  reset();
  width = columns;
  const room = max(columns * 4, LEAST_ROOM);
  pixels = allocate(room);
  row = allocate(rowRoom()) + MARGIN;
  above = allocate(rowRoom()) + MARGIN;
  allocateDeflate(room + 1);
  startColours(columns);
}

function rowRoom(): usize {
  return MARGIN + <usize>width * 4;
}

/** Where the caller puts a row. */
export function rowAddress(): usize {
  return pixels;
}

/** Holds the caller's row as indices. False, and nothing is held of it, when it brings the 257th colour. */
export function hold(): bool {
  return holdRow(pixels);
}

/** Begins a stream of pixels with this many channels; a quick one takes less time and more bytes. */
export function startPixels(kind: u32, inHaste: bool): void {
  channels = kind;
  quick = inHaste;
  memory.fill(row - MARGIN, 0, rowRoom());
  memory.fill(above - MARGIN, 0, rowRoom());
  startDeflate(true, inHaste);
}

/** Encodes the caller's row. */
export function encodeRow(): void {
  const bytes = width * channels;
  packRow(pixels, width, channels, row);
  const to = inputPlace(bytes + 1);
  filterRow(row, above, bytes, channels, to, quick);
  addInput(bytes + 1);
  const last = above;
  above = row;
  row = last;
}

/** Encodes a held row as pixels. */
export function encodeHeld(index: u32): void {
  restoreRow(index, pixels);
  encodeRow();
}

/** Begins a stream of indices, or of other bytes; a quick one takes less time and more bytes. */
export function startBytes(inHaste: bool): void {
  startDeflate(false, inHaste);
}

/** Deflates `bytes` bytes that lie where rows go. */
export function encodeBytes(bytes: u32): void {
  memory.copy(inputPlace(bytes), pixels, bytes);
  addInput(bytes);
}

/** Encodes a held row as indices of `depth` bits, without a filter: neighbours in a palette are no neighbours in colour. */
export function encodeIndices(index: u32, depth: u32): void {
  const bytes = (width * depth + 7) >> 3;
  const to = inputPlace(bytes + 1);
  store<u8>(to, 0);
  packIndices(index, depth, to + 1);
  addInput(bytes + 1);
}

/** Ends the stream. */
export function endEncode(): void {
  endDeflate();
}
