/** The one scan of a baseline picture: Huffman codes of the records, written as they come (ITU-T T.81 F.1.2). */
import { components, lumaBlocks, mcuBlocks } from './frame';
import { AC_CHROMA, AC_LUMA, codes, DC_CHROMA, DC_LUMA, makeTable } from './huffman';
import { ALL_COMPONENTS, putFrame, putScan, putTable } from './markers';
import { bitCount, bits, moveOutput, outputLimit, position, stuffWord } from './output';
import { END_OF_BLOCK, FULL, HEADER, magnitudeBits, recordsEnd, sizeOf } from './records';

/** The DC coefficient before, of each component, i32. */
const PREDICTORS: usize = memory.data(3 * 4, 4);

/** Frame header, the tables for what was counted, scan header. */
export function beginBaseline(): void {
  memory.fill(PREDICTORS, 0, 3 * 4);
  putFrame(false);
  for (let table = 0; table <= (components == 1 ? AC_LUMA : AC_CHROMA); table++) {
    makeTable(table);
    putTable(table);
  }
  putScan(ALL_COMPONENTS, 0, 63, 0);
}

// @ts-ignore: decorator
@inline
function code(table: usize, symbol: i32): u32 {
  return load<u32>(table + ((<usize>symbol) << 2));
}

/** Codes MCUs from the one at `record` on, until the output is full or all are written. Returns the first left. */
export function writeMcus(record: usize): usize {
  const limit = outputLimit();
  let at = position;
  let pending = bits;
  let count = bitCount;
  while (record < recordsEnd && at < limit) {
    for (let block = 0; block < mcuBlocks; block++) {
      const chroma = block >= lumaBlocks;
      const acCodes = codes(chroma ? AC_CHROMA : AC_LUMA);
      const component = chroma ? block - lumaBlocks + 1 : 0;
      const predictor = PREDICTORS + ((<usize>component) << 2);
      const header = <i32>load<u16>(record);
      const dc = <i32>load<i16>(record, 2);
      const difference = dc - load<i32>(predictor);
      store<i32>(predictor, dc);
      const size = sizeOf(difference);
      const dcCode = code(codes(chroma ? DC_CHROMA : DC_LUMA), size);
      pending = (pending << (dcCode & 31)) | (dcCode >> 5) | magnitudeBits(difference, size);
      count += dcCode & 31;
      if (count >= 32) {
        count -= 32;
        at = stuffWord(at, <u32>(pending >> count));
      }
      record += HEADER;
      const end = record + ((<usize>(header & ~FULL)) << 1);
      while (record < end) {
        const unit = <u32>load<u16>(record);
        record += 2;
        const acCode = code(acCodes, unit >> 8);
        pending = (pending << (acCode & 31)) | (acCode >> 5) | (unit & 0xff);
        if (((unit >> 8) & 15) > 8) {
          pending |= (<u32>load<u16>(record)) << 8;
          record += 2;
        }
        count += acCode & 31;
        if (count >= 32) {
          count -= 32;
          at = stuffWord(at, <u32>(pending >> count));
        }
      }
      if (header & FULL) continue;
      const endCode = code(acCodes, END_OF_BLOCK);
      pending = (pending << (endCode & 31)) | (endCode >> 5);
      count += endCode & 31;
      if (count >= 32) {
        count -= 32;
        at = stuffWord(at, <u32>(pending >> count));
      }
    }
  }
  moveOutput(at, pending, count);
  return record;
}
