/** Scaling lists (ITU-T H.265, sections 7.3.4 and 7.4.5), kept as 8 × 8 factors row by row for each size and matrix. */
import { readFlag, readSe, readUe } from '../bits';
import { scanOf } from '../unit/scan';

/** Sizes 4, 8, 16 and 32; of each three matrices for intra prediction and three for the other. */
const SIZES: u32 = 4;
const MATRICES: u32 = 6;
const FACTORS: u32 = 64;
/** Factors of all lists, then those of their first coefficients. */
export const SCALING_BYTES: u32 = SIZES * MATRICES * (FACTORS + 1);
const FLAT: u8 = 16;

/** What blocks larger than 4 × 4 have when nothing else is said, in the order of the diagonal scan (table 7-6). */
// prettier-ignore
const INTRA: usize = memory.data<u8>([
  16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 17, 16, 17, 16, 17, 18, 17, 18, 18, 17, 18, 21, 19, 20, 21, 20, 19, 21, 24, 22, 22, 24,
  24, 22, 22, 24, 25, 25, 27, 30, 27, 25, 25, 29, 31, 35, 35, 31, 29, 36, 41, 44, 41, 36, 47, 54, 54, 47, 65, 70, 65, 88, 88, 115,
]);
// prettier-ignore
const INTER: usize = memory.data<u8>([
  16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 17, 17, 17, 17, 17, 18, 18, 18, 18, 18, 18, 20, 20, 20, 20, 20, 20, 20, 24, 24, 24, 24,
  24, 24, 24, 24, 25, 25, 25, 25, 25, 25, 25, 28, 28, 28, 28, 28, 28, 33, 33, 33, 33, 33, 41, 41, 41, 41, 54, 54, 54, 71, 71, 91,
]);

/** The factors of a list. */
// @ts-ignore: decorator
@inline
export function listOf(lists: usize, size: u32, matrix: u32): usize {
  return lists + (size * MATRICES + matrix) * FACTORS;
}

/** Where the factor of its first coefficient is. */
// @ts-ignore: decorator
@inline
export function firstOf(lists: usize, size: u32, matrix: u32): usize {
  return lists + SIZES * MATRICES * FACTORS + size * MATRICES + matrix;
}

/** The lists that a sequence has which names none. */
export function defaultLists(lists: usize): void {
  for (let size: u32 = 0; size < SIZES; size++)
    for (let matrix: u32 = 0; matrix < MATRICES; matrix++) defaultList(lists, size, matrix);
}

function defaultList(lists: usize, size: u32, matrix: u32): void {
  const to = listOf(lists, size, matrix);
  store<u8>(firstOf(lists, size, matrix), FLAT);
  if (size == 0) {
    memory.fill(to, FLAT, FACTORS);
    return;
  }
  const from = matrix < 3 ? INTRA : INTER;
  for (let i: u32 = 0; i < FACTORS; i++) store<u8>(to + scanOf(0, 3, i), load<u8>(from + i));
}

/** Reads the lists of a sequence or a picture; false when they cannot be right. */
export function readLists(lists: usize): bool {
  for (let size: u32 = 0; size < SIZES; size++) {
    const step: u32 = size == 3 ? 3 : 1;
    for (let matrix: u32 = 0; matrix < MATRICES; matrix += step)
      if (!readList(lists, size, matrix, step)) return false;
  }
  widen(lists);
  return true;
}

function readList(lists: usize, size: u32, matrix: u32, step: u32): bool {
  if (readFlag()) {
    readFactors(lists, size, matrix);
    return true;
  }
  const back = readUe() * step;
  if (back > matrix) return false;
  if (back == 0) defaultList(lists, size, matrix);
  else copyList(lists, size, matrix, size, matrix - back);
  return true;
}

function readFactors(lists: usize, size: u32, matrix: u32): void {
  let factor: i32 = 8;
  if (size > 1) {
    factor = readSe() + 8;
    store<u8>(firstOf(lists, size, matrix), <u8>factor);
  }
  const to = listOf(lists, size, matrix);
  const log2: u32 = size == 0 ? 2 : 3;
  for (let i: u32 = 0; i < (<u32>1) << (log2 << 1); i++) {
    factor = (factor + readSe()) & 255;
    store<u8>(to + scanOf(0, log2, i), factor);
  }
}

function copyList(lists: usize, size: u32, matrix: u32, fromSize: u32, fromMatrix: u32): void {
  memory.copy(listOf(lists, size, matrix), listOf(lists, fromSize, fromMatrix), FACTORS);
  store<u8>(firstOf(lists, size, matrix), load<u8>(firstOf(lists, fromSize, fromMatrix)));
}

/** Chroma of 32 × 32, which only 4:4:4 has, takes the lists of 16 × 16. */
function widen(lists: usize): void {
  for (let matrix: u32 = 1; matrix < MATRICES; matrix++)
    if (matrix % 3 != 0) copyList(lists, 3, matrix, 2, matrix);
}
