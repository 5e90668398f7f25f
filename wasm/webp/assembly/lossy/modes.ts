/** Reads how a macroblock is predicted (RFC 6386, sections 9.3, 9.11, 11). */
import { BoolDecoder, readBool } from './bool-decoder';
import { header, segmentTree } from './header';
import {
  DC,
  HORIZONTAL,
  HORIZONTAL_DOWN,
  HORIZONTAL_UP,
  LEFT_DOWN,
  macroblock,
  modesLeft,
  RIGHT_DOWN,
  subblockModes,
  TRUE_MOTION,
  VERTICAL,
  VERTICAL_LEFT,
  VERTICAL_RIGHT,
} from './macroblock';
import { SUBBLOCK_MODE_PROBABILITIES } from './tables/modes';

/** Reads the modes of the next macroblock; `above` are those of the four subblocks above it, which are replaced. */
export function readModes(d: BoolDecoder, above: usize): void {
  macroblock.segment = 0;
  if (header.segmentMap) {
    const high = readBool(d, load<u8>(segmentTree));
    macroblock.segment = (high << 1) | readBool(d, load<u8>(segmentTree + 1 + high));
  }
  macroblock.empty = header.skips && readBool(d, header.skipProbability) != 0;
  macroblock.subblocks = readBool(d, 145) == 0;
  if (macroblock.subblocks) readSubblockModes(d, above);
  else readLumaMode(d, above);
  macroblock.chroma = readChromaMode(d);
}

function readLumaMode(d: BoolDecoder, above: usize): void {
  const mode = readBool(d, 156)
    ? readBool(d, 128)
      ? TRUE_MOTION
      : HORIZONTAL
    : readBool(d, 163)
      ? VERTICAL
      : DC;
  macroblock.luma = mode;
  store<u32>(above, mode * 0x01010101);
  store<u32>(modesLeft, mode * 0x01010101);
}

function readSubblockModes(d: BoolDecoder, above: usize): void {
  for (let y: usize = 0; y < 4; y++) {
    let left = load<u8>(modesLeft + y);
    for (let x: usize = 0; x < 4; x++) {
      const context = <usize>load<u8>(above + x) * 10 + left;
      left = <u8>readSubblockMode(d, SUBBLOCK_MODE_PROBABILITIES + context * 9);
      store<u8>(above + x, left);
      store<u8>(subblockModes + (y << 2) + x, left);
    }
    store<u8>(modesLeft + y, left);
  }
}

function readSubblockMode(d: BoolDecoder, p: usize): i32 {
  if (!readBool(d, load<u8>(p))) return DC;
  if (!readBool(d, load<u8>(p, 1))) return TRUE_MOTION;
  if (!readBool(d, load<u8>(p, 2))) return VERTICAL;
  if (!readBool(d, load<u8>(p, 3))) {
    if (!readBool(d, load<u8>(p, 4))) return HORIZONTAL;
    return readBool(d, load<u8>(p, 5)) ? VERTICAL_RIGHT : RIGHT_DOWN;
  }
  if (!readBool(d, load<u8>(p, 6))) return LEFT_DOWN;
  if (!readBool(d, load<u8>(p, 7))) return VERTICAL_LEFT;
  return readBool(d, load<u8>(p, 8)) ? HORIZONTAL_UP : HORIZONTAL_DOWN;
}

function readChromaMode(d: BoolDecoder): i32 {
  if (!readBool(d, 142)) return DC;
  if (!readBool(d, 114)) return VERTICAL;
  return readBool(d, 183) ? TRUE_MOTION : HORIZONTAL;
}
