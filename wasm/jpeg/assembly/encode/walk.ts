/**
 * The order in which a scan meets the records (ITU-T T.81 A.2). A scan of all components takes them as they lie. A
 * scan of one component takes its blocks in reading order, and only those that hold samples of the picture.
 */
import { allocate, ENCODER } from '../memory';
import { blockColumns, blockRows, lumaBlocks, lumaFactor, mcuBlocks, mcuRows } from './frame';
import { nextRecord } from './records';

/** Address of the first record of each row of MCUs. */
let rowStarts: usize = 0;

/** Rows of MCUs that have records: [firstRow, endRow). */
let firstRow: i32 = 0;
let endRow: i32 = 0;

let component: i32 = 0;
/** Blocks of the component across the picture and in one MCU, across and down. */
let columns: i32 = 0;
let rows: i32 = 0;
let factor: i32 = 1;
/** Row of blocks, and the next block in it. */
let row: i32 = 0;
let column: i32 = 0;
/** Record of the next block. */
let next: usize = 0;

export function openWalk(): void {
  rowStarts = allocate(ENCODER, <usize>mcuRows * sizeof<usize>());
  firstRow = 0;
  endRow = 0;
}

/** Remembers where the records of a row of MCUs begin. */
export function noteRow(mcuRow: i32, record: usize): void {
  store<usize>(rowStarts + <usize>mcuRow * sizeof<usize>(), record);
  endRow = mcuRow + 1;
}

/** Forgets rows of MCUs whose records are gone. */
export function forgetRows(): void {
  firstRow = endRow;
}

/** Goes to the first block of a component that there is a record of. */
export function rewind(subject: i32): void {
  component = subject;
  columns = blockColumns(subject);
  factor = subject == 0 ? lumaFactor : 1;
  rows = min(blockRows(subject), endRow * factor);
  row = firstRow * factor;
  enterRow();
}

/** Gives the next record of the component, or 0 when there is no more. */
export function step(): usize {
  if (row == rows) return 0;
  const record = next;
  column++;
  if (column == columns) {
    row++;
    if (row < rows) enterRow();
  } else if (column % factor == 0) next = skip(record, mcuBlocks - factor + 1);
  else next = nextRecord(record);
  return record;
}

function enterRow(): void {
  column = 0;
  const before = component == 0 ? (row % factor) * factor : lumaBlocks + component - 1;
  next = skip(load<usize>(rowStarts + <usize>(row / factor) * sizeof<usize>()), before);
}

function skip(record: usize, blocks: i32): usize {
  for (let block = 0; block < blocks; block++) record = nextRecord(record);
  return record;
}
