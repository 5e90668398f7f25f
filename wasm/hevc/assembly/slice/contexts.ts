/** The contexts of a slice: their numbers, and what they begin with in pictures of their own (ITU-T H.265, section 9.3.2.2). */
import { contexts } from './cabac';

/** Numbers of the first context of each syntax element. */
export const SAO_MERGE: u32 = 0;
export const SAO_TYPE: u32 = 1;
export const SPLIT_CU: u32 = 2;
export const BYPASS: u32 = 5;
export const PART_MODE: u32 = 6;
export const PREV_INTRA: u32 = 7;
export const CHROMA_MODE: u32 = 8;
export const SPLIT_TRANSFORM: u32 = 9;
export const CBF_LUMA: u32 = 12;
export const CBF_CHROMA: u32 = 14;
export const QP_DELTA: u32 = 19;
export const SKIP: u32 = 21;
export const LAST_X: u32 = 23;
export const LAST_Y: u32 = 41;
export const CODED_BLOCK: u32 = 59;
export const SIGNIFICANT: u32 = 63;
export const SIGNIFICANT_SKIP: u32 = 105;
export const GREATER1: u32 = 107;
export const GREATER2: u32 = 131;
export const RES_SCALE: u32 = 137;
export const RES_SIGN: u32 = 145;
export const CHROMA_OFFSET: u32 = 147;
export const CHROMA_OFFSET_INDEX: u32 = 148;
const COUNT: u32 = 149;

/** Table 9-4 and those it names, for slices of type I, in the order above. */
// prettier-ignore
const INIT: usize = memory.data<u8>([
  153, 200, 139, 141, 157, 154, 184, 184, 63, 153, 138, 138, 111, 141, 94, 138, 182, 154, 154, 154, 154, 139, 139,
  110, 110, 124, 125, 140, 153, 125, 127, 140, 109, 111, 143, 127, 111, 79, 108, 123, 63,
  110, 110, 124, 125, 140, 153, 125, 127, 140, 109, 111, 143, 127, 111, 79, 108, 123, 63,
  91, 171, 134, 141,
  111, 111, 125, 110, 110, 94, 124, 108, 124, 107, 125, 141, 179, 153, 125, 107, 125, 141, 179, 153, 125,
  107, 125, 141, 179, 153, 125, 140, 139, 182, 182, 152, 136, 152, 136, 153, 136, 139, 111, 136, 139, 111,
  141, 111,
  140, 92, 137, 138, 140, 152, 138, 139, 153, 74, 149, 92, 139, 107, 122, 152, 140, 179, 166, 182, 140, 227, 122, 197,
  138, 153, 136, 167, 152, 152,
  154, 154, 154, 154, 154, 154, 154, 154, 154, 154, 154, 154,
]);

/** Of each kind of residual how large its numbers were so far (section 9.3.4.2.6). */
export const statistics: usize = memory.data(4, 4);

/** What a wavefront and a dependent slice go on from: contexts, and from byte 152 the statistics. */
const rowSaved: usize = memory.data(160, 16);
const sliceSaved: usize = memory.data(160, 16);

/** The contexts that a slice begins with. */
export function initContexts(qp: i32): void {
  const clipped = min(max(qp, 0), 51);
  for (let i: u32 = 0; i < COUNT; i++) {
    const init = <i32>load<u8>(INIT + i);
    const slope = (init >> 4) * 5 - 45;
    const offset = ((init & 15) << 3) - 16;
    const state = min(max(((slope * clipped) >> 4) + offset, 1), 126);
    store<u8>(contexts + i, state > 63 ? ((state - 64) << 1) | 1 : (63 - state) << 1);
  }
  store<u32>(statistics, 0);
}

function save(to: usize): void {
  memory.copy(to, contexts, COUNT);
  store<u32>(to + 152, load<u32>(statistics));
}

function restore(from: usize): void {
  memory.copy(contexts, from, COUNT);
  store<u32>(statistics, load<u32>(from + 152));
}

/** Keeps the contexts for the next row of a wavefront, and goes on from them. */
export function saveRow(): void {
  save(rowSaved);
}
export function restoreRow(): void {
  restore(rowSaved);
}

/** Keeps the contexts for a dependent slice segment, and goes on from them. */
export function saveSegment(): void {
  save(sliceSaved);
}
export function restoreSegment(): void {
  restore(sliceSaved);
}
