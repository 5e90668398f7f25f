/** DC coefficients of progressive scans (ITU-T T.81 G.1.2.1): all components, in the order of the records. */
import { putPlain, putSymbol } from './bands';
import { lumaBlocks, mcuBlocks } from './frame';
import { DC_CHROMA, DC_LUMA } from './huffman';
import { position } from './output';
import { isTired } from './pause';
import { magnitudeBits, nextRecord, recordDc, recordsEnd, recordsStart, sizeOf } from './records';

/** DC coefficients before, i32. */
export const PREDICTORS_BYTES: usize = 3 * 4;
export const PREDICTORS: usize = memory.data(3 * 4, 4);

/** The next record, and which block of its MCU it is. */
let record: usize = 0;
let block: i32 = 0;

/** Goes to the first record. */
export function rewindDc(): void {
  record = recordsStart();
  block = 0;
}

/** A scan begins: nothing was before. */
export function forgetDc(): void {
  memory.fill(PREDICTORS, 0, PREDICTORS_BYTES);
}

/** Codes coefficients without their lowest `shift` bits, or only the last one that is left, until `limit` or a pause. True at their end. */
export function codeDc(limit: usize, shift: i32, refinement: bool): bool {
  while (record < recordsEnd) {
    if (position >= limit || isTired()) return false;
    const dc = recordDc(record) >> shift;
    if (refinement) putPlain(dc & 1, 1);
    else putDifference(dc, block < lumaBlocks ? 0 : block - lumaBlocks + 1);
    record = nextRecord(record);
    block = (block + 1) % mcuBlocks;
  }
  return true;
}

/** As in a sequential scan, of shifted values. */
function putDifference(dc: i32, component: i32): void {
  const predictor = PREDICTORS + (component << 2);
  const difference = dc - load<i32>(predictor);
  store<i32>(predictor, dc);
  const size = sizeOf(difference);
  putSymbol(component == 0 ? DC_LUMA : DC_CHROMA, size, magnitudeBits(difference, size));
}
