/**
 * Decodes a lossy picture row by row of macroblocks: modes and coefficients, pixels, loop filter unless cells are averaged, rows of
 * the result.
 */
import { has, openStream, overrun, Stream } from '../input';
import { allocate, allocateClear } from '../../../shared/memory';
import { clearResult, openResult, rowsReady } from '../result';
import { BROKEN, DONE, GO_ON, NEED_INPUT, ROWS } from '../status';
import { target } from '../target';
import { alphaRow, openAlpha, putAlpha } from '../alpha/decoder';
import { BoolDecoder, outOfBools, startBools } from './bool-decoder';
import { FRAME_HEADER, header, readFrameHeader, readHeader } from './header';
import { edgesOf, filterRow } from './loop-filter';
import { coefficients, macroblock, modesLeft, tokensLeft, TOKEN_CONTEXTS } from './macroblock';
import { readModes } from './modes';
import { openPlanes } from './planes';
import { reconstruct } from './reconstruct';
import { LAG, makeRow, openRows } from './rows';
import { clearContexts, readCoefficients } from './tokens';
import { beginRow, BOTTOM } from './work';

/** What comes next. */
const FRAME: i32 = 0;
const PARTITIONS: i32 = 1;
const MACROBLOCKS: i32 = 2;
const OUTPUT: i32 = 3;

/** Bytes that one macroblock can take: 400 coefficients of 19 decisions, each of 7 bits; its modes take far less. */
const MACROBLOCK_BYTES: usize = 6720;
const MODE_BYTES: usize = 160;
/** Bytes of the header in the first partition: no more than its decisions, each of 7 bits. */
const HEADER_BYTES: usize = 8192;
/** Most rows that become final at once. */
const MOST_ROWS: i32 = 24;

let state: i32 = FRAME;
let size: u32 = 0;
let file: Stream = changetype<Stream>(0);
let first: Stream = changetype<Stream>(0);
const modes = changetype<BoolDecoder>(memory.data(offsetof<BoolDecoder>(), 16));
/** Up to eight partitions of tokens. */
const TOKENS: usize = offsetof<BoolDecoder>();
const tokens = memory.data(8 * 32, 16);
let columnsOfBlocks: i32 = 0;
let rowsOfBlocks: i32 = 0;
/** The macroblock that comes next. */
let x: i32 = 0;
let y: i32 = 0;
/** Contexts, modes, last pixels and loop filters by column. */
let tokensAbove: usize = 0;
let modesAbove: usize = 0;
let bottoms: usize = 0;
let edges: usize = 0;
/** The next row to hand out, and one past the last that is final. */
let nextOut: i32 = 0;
let final: i32 = 0;
let alphaBytesGiven: u32 = 0;

export function openLossy(bytes: u32, alphaBytes: u32): void {
  state = FRAME;
  size = bytes;
  memory.fill(coefficients, 0, 25 * 32);
  file = openStream(0, 0, min(bytes, FRAME_HEADER));
  alphaBytesGiven = alphaBytes;
}

/** Goes on until the host is wanted. */
export function lossyStep(): i32 {
  if (state == MACROBLOCKS) clearResult();
  while (true) {
    let status = GO_ON;
    if (state == FRAME) status = frame();
    else if (state == PARTITIONS) status = partitions();
    else if (state == MACROBLOCKS) status = decodeRow();
    else status = output();
    if (status != GO_ON) return status;
  }
}

function frame(): i32 {
  if (size < FRAME_HEADER) return BROKEN;
  if (!has(file, FRAME_HEADER)) return NEED_INPUT;
  if (!readFrameHeader(file.next, size)) return BROKEN;
  if (target.x + target.width > header.width || target.y + target.height > header.height) return BROKEN;
  first = openStream(0, FRAME_HEADER, header.modeBytes);
  startBools(modes, first);
  state = PARTITIONS;
  file = changetype<Stream>(0);
  return GO_ON;
}

/** Reads the header and the sizes of the partitions, which stand behind the first one. */
function partitions(): i32 {
  if (changetype<usize>(file) == 0) {
    if (!has(first, HEADER_BYTES)) return NEED_INPUT;
    readHeader(modes);
    // Prediction does not look at filtered pixels, and the means of cells hide what the filter would smooth. libwebp leaves it
    // out of every picture that it makes smaller by a quarter.
    if (target.cell > 1) header.filterLevel = 0;
    if (outOfBools(modes)) return BROKEN;
    const sizes = <u32>(header.partitions - 1) * 3;
    if (FRAME_HEADER + header.modeBytes + sizes > size) return BROKEN;
    file = openStream(0, FRAME_HEADER + header.modeBytes, sizes);
  }
  if (!has(file, 21)) return NEED_INPUT;
  return openPartitions(FRAME_HEADER + header.modeBytes + <u32>(header.partitions - 1) * 3);
}

function openPartitions(from: u32): i32 {
  for (let i = 0; i < header.partitions; i++) {
    const left = size - from;
    const at = file.next + i * 3;
    const named = (<u32>load<u16>(at)) | ((<u32>load<u8>(at, 2)) << 16);
    const length = i == header.partitions - 1 ? left : min(left, named);
    startBools(partition(i), openStream(0, from, length));
    from += length;
  }
  // The last one may not be empty.
  if (partition(header.partitions - 1).stream.left == 0) return BROKEN;
  openPicture();
  return GO_ON;
}

function partition(i: i32): BoolDecoder {
  return changetype<BoolDecoder>(tokens + <usize>i * TOKENS);
}

function openPicture(): void {
  columnsOfBlocks = (header.width + 15) >> 4;
  rowsOfBlocks = (header.height + 15) >> 4;
  const columns = <usize>columnsOfBlocks;
  tokensAbove = allocateClear(columns * TOKEN_CONTEXTS);
  modesAbove = allocateClear(columns * 4);
  bottoms = allocate((columns + 1) * BOTTOM);
  edges = allocate(columns * 4);
  openPlanes(columns);
  openRows();
  openResult(MOST_ROWS);
  openAlpha(alphaBytesGiven, header.width, header.height);
  x = 0;
  y = 0;
  nextOut = 0;
  final = 0;
  state = MACROBLOCKS;
}

/** Decodes a row of macroblocks. */
function decodeRow(): i32 {
  if (nextOut >= target.y + target.height) return DONE;
  const d = partition(y & (header.partitions - 1));
  const blocks = columnsOfBlocks;
  if (x == 0) {
    memory.fill(tokensLeft, 0, 16);
    store<u32>(modesLeft, 0);
    beginRow(y);
  }
  while (x < blocks) {
    if (!has(first, MODE_BYTES) || !has(d.stream, MACROBLOCK_BYTES)) return NEED_INPUT;
    readModes(modes, modesAbove + ((<usize>x) << 2));
    const contexts = tokensAbove + <usize>x * TOKEN_CONTEXTS;
    if (macroblock.empty) clearContexts(contexts);
    else readCoefficients(d, contexts);
    if (overrun(d.stream) && outOfBools(d)) return BROKEN;
    store<u32>(
      edges + ((<usize>x) << 2),
      edgesOf(macroblock.segment, macroblock.subblocks, macroblock.empty),
    );
    reconstruct(x, y, bottoms, x == blocks - 1);
    x++;
  }
  if (outOfBools(modes)) return BROKEN;
  filterRow(y, blocks, edges);
  x = 0;
  y++;
  final = y == rowsOfBlocks ? header.height : y * 16 - LAG;
  state = OUTPUT;
  return GO_ON;
}

/** Makes rows of the result of those that became final. */
function output(): i32 {
  const end = target.y + target.height;
  for (; nextOut < min(final, end); nextOut++) {
    const status = alphaRow();
    if (status != GO_ON) return status;
    if (nextOut < target.y) continue;
    makeRow(nextOut);
    putAlpha();
  }
  state = MACROBLOCKS;
  return rowsReady() > 0 ? ROWS : GO_ON;
}
