/** The frame header of a lossy picture (RFC 6386, sections 9.1 to 9.11). Only key frames occur in WebP. */
import { BoolDecoder, readBool, readLiteral, readOptional, readSigned } from './bool-decoder';
import { quantisers } from './quantisers';
import { COEFFICIENT_PROBABILITIES } from './tables/coefficients';
import { UPDATE_PROBABILITIES } from './tables/updates';

export const SEGMENTS: i32 = 4;

@unmanaged
class Header {
  width: i32;
  height: i32;
  /** Bytes of the first partition. */
  modeBytes: u32;
  segmented: bool;
  /** True when each macroblock names its segment. */
  segmentMap: bool;
  /** True when segments' numbers replace those of the picture, else they are added. */
  segmentAbsolute: bool;
  simpleFilter: bool;
  filterLevel: i32;
  sharpness: i32;
  filterDeltas: bool;
  /** Added to the filter level of every macroblock, and of those predicted by subblocks. */
  intraDelta: i32;
  subblockDelta: i32;
  partitions: i32;
  /** True when macroblocks may say that they have no coefficients, and the probability that they have. */
  skips: bool;
  skipProbability: u32;
}

export const header = changetype<Header>(memory.data(offsetof<Header>(), 16));
/** Probabilities of the tree of segments. */
export const segmentTree = memory.data(4);
const segmentQuantiser = memory.data(16, 4);
const segmentLevel = memory.data(16, 4);

/** Bytes before the first partition. */
export const FRAME_HEADER: u32 = 10;

/** Reads the ten bytes before the first partition; false when they are not those of a key frame. */
export function readFrameHeader(at: usize, size: u32): bool {
  const tag = (<u32>load<u16>(at)) | ((<u32>load<u8>(at, 2)) << 16);
  header.modeBytes = tag >> 5;
  header.width = load<u16>(at, 6) & 0x3fff;
  header.height = load<u16>(at, 8) & 0x3fff;
  const startCode = (<u32>load<u16>(at, 3)) | ((<u32>load<u8>(at, 5)) << 16);
  const known = (tag & 1) == 0 && ((tag >> 1) & 7) <= 3 && ((tag >> 4) & 1) == 1;
  return known && startCode == 0x2a019d && header.modeBytes <= size - FRAME_HEADER;
}

/** Reads what stands in the first partition before the modes. */
export function readHeader(d: BoolDecoder): void {
  readLiteral(d, 2); // colour space and clamping: nothing depends on them here
  readSegments(d);
  readFilter(d);
  header.partitions = 1 << readLiteral(d, 2);
  readQuantisers(d);
  readBool(d, 128); // whether probabilities outlive the frame
  readProbabilities(d);
  header.skips = readBool(d, 128) != 0;
  header.skipProbability = header.skips ? readLiteral(d, 8) : 255;
}

function readSegments(d: BoolDecoder): void {
  header.segmented = readBool(d, 128) != 0;
  header.segmentMap = false;
  header.segmentAbsolute = true;
  for (let i = 0; i < 3; i++) store<u8>(segmentTree + i, 255);
  memory.fill(segmentQuantiser, 0, 16);
  memory.fill(segmentLevel, 0, 16);
  if (!header.segmented) return;
  header.segmentMap = readBool(d, 128) != 0;
  if (readBool(d, 128)) {
    header.segmentAbsolute = readBool(d, 128) != 0;
    for (let i = 0; i < SEGMENTS; i++) store<i32>(segmentQuantiser + (i << 2), readOptional(d, 7));
    for (let i = 0; i < SEGMENTS; i++) store<i32>(segmentLevel + (i << 2), readOptional(d, 6));
  }
  if (!header.segmentMap) return;
  for (let i = 0; i < 3; i++) if (readBool(d, 128)) store<u8>(segmentTree + i, readLiteral(d, 8));
}

function readFilter(d: BoolDecoder): void {
  header.simpleFilter = readBool(d, 128) != 0;
  header.filterLevel = readLiteral(d, 6);
  header.sharpness = readLiteral(d, 3);
  header.filterDeltas = readBool(d, 128) != 0;
  header.intraDelta = 0;
  header.subblockDelta = 0;
  if (!header.filterDeltas || !readBool(d, 128)) return;
  for (let i = 0; i < 8; i++) {
    if (!readBool(d, 128)) continue;
    const delta = readSigned(d, 6);
    if (i == 0) header.intraDelta = delta;
    if (i == 4) header.subblockDelta = delta;
  }
}

/** The level of the loop filter for macroblocks of a segment, predicted by subblocks or not; 0 to 63. */
export function filterLevel(segment: i32, subblocks: bool): i32 {
  let level = header.filterLevel;
  if (header.segmented) {
    const own = load<i32>(segmentLevel + (segment << 2));
    level = header.segmentAbsolute ? own : level + own;
  }
  if (header.filterDeltas) {
    level += header.intraDelta;
    if (subblocks) level += header.subblockDelta;
  }
  return max(0, min(63, level));
}

function readQuantisers(d: BoolDecoder): void {
  const base = readLiteral(d, 7);
  const deltas = memory.data(20, 4);
  for (let i = 0; i < 5; i++) store<i32>(deltas + (i << 2), readOptional(d, 4));
  for (let i = 0; i < SEGMENTS; i++) {
    const own = load<i32>(segmentQuantiser + (i << 2));
    const index = !header.segmented ? base : header.segmentAbsolute ? own : base + own;
    quantisers(i).set(
      index,
      load<i32>(deltas),
      load<i32>(deltas, 4),
      load<i32>(deltas, 8),
      load<i32>(deltas, 12),
      load<i32>(deltas, 16),
    );
  }
}

/** Bytes of the probabilities of one context, and of one position, which has three. */
export const CONTEXT: usize = 16;
export const POSITION: usize = 48;
/** Sixteen positions and the one after the last. */
export const BLOCK_KIND: usize = 17 * POSITION;
/** Token probabilities of 4 kinds of blocks by position, so that no band has to be looked up. */
export const tokenProbabilities = memory.data(4 * 17 * 48, 16);
/** Bands of positions, by which token probabilities differ. */
export const BANDS = memory.data<u8>([0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0]);

function readProbabilities(d: BoolDecoder): void {
  const byBand = memory.data(1056);
  for (let i = 0; i < 1056; i++) {
    const changed = readBool(d, load<u8>(UPDATE_PROBABILITIES + i));
    store<u8>(byBand + i, changed ? readLiteral(d, 8) : load<u8>(COEFFICIENT_PROBABILITIES + i));
  }
  for (let kind: usize = 0; kind < 4; kind++) {
    for (let n: usize = 0; n < 17; n++) {
      const from = byBand + (kind * 8 + load<u8>(BANDS + n)) * 33;
      const to = tokenProbabilities + kind * BLOCK_KIND + n * POSITION;
      for (let context: usize = 0; context < 3; context++)
        memory.copy(to + context * CONTEXT, from + context * 11, 11);
    }
  }
}
