/** Makes a macroblock's pixels: prediction plus residue (RFC 6386, section 14.5), and puts them into the rings. */
import { addBlock, addFlat } from './inverse-transform';
import { coefficients, filled, macroblock, subblockModes } from './macroblock';
import { lumaRow, planes, uRow, vRow } from './planes';
import { predictChroma, predictLuma } from './predict';
import { predictSubblock } from './predict-subblock';
import { keepBottom, LUMA, moveLeft, setAbove, STRIDE, U, V, work } from './work';

/** Macroblock `x` of row `y`, whose modes and coefficients were read; `last` tells that it ends the row. */
export function reconstruct(x: i32, y: i32, bottoms: usize, last: bool): void {
  const top = y > 0,
    left = x > 0;
  if (left) moveLeft();
  setAbove(bottoms, x, !top, last);
  if (macroblock.subblocks) reconstructSubblocks();
  else {
    predictLuma(work + LUMA, macroblock.luma, top, left);
    if (!macroblock.empty)
      for (let block: usize = 0; block < 16; block++) addResidue(block, subblockAt(block));
  }
  predictChroma(work + U, macroblock.chroma, top, left);
  predictChroma(work + V, macroblock.chroma, top, left);
  if (!macroblock.empty) {
    for (let block: usize = 0; block < 4; block++) {
      const offset = (block >> 1) * 4 * STRIDE + (block & 1) * 4;
      addResidue(16 + block, work + U + offset);
      addResidue(20 + block, work + V + offset);
    }
  }
  keepBottom(bottoms, x);
  copyOut(x, y);
}

// @ts-ignore: decorator
@inline
function subblockAt(block: usize): usize {
  return work + LUMA + (block >> 2) * 4 * STRIDE + (block & 3) * 4;
}

function reconstructSubblocks(): void {
  for (let block: usize = 0; block < 16; block++) {
    const at = subblockAt(block);
    predictSubblock(at, load<u8>(subblockModes + block));
    if (!macroblock.empty) addResidue(block, at);
  }
}

// @ts-ignore: decorator
@inline
function addResidue(block: usize, at: usize): void {
  const amount = load<u8>(filled + block);
  if (amount == 0) return;
  if (amount == 1) addFlat(coefficients + (block << 5), at, STRIDE);
  else addBlock(coefficients + (block << 5), at, STRIDE);
}

function copyOut(x: usize, y: i32): void {
  const to = lumaRow(y * 16) + (x << 4);
  for (let row: usize = 0; row < 16; row++)
    v128.store(to + row * planes.stride, v128.load(work + LUMA + row * STRIDE));
  const u = uRow(y * 8) + (x << 3),
    v = vRow(y * 8) + (x << 3);
  for (let row: usize = 0; row < 8; row++) {
    store<u64>(u + row * planes.chromaStride, load<u64>(work + U + row * STRIDE));
    store<u64>(v + row * planes.chromaStride, load<u64>(work + V + row * STRIDE));
  }
}
