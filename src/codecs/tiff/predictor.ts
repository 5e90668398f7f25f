/** Undoes the predictors of TIFF, row by row (TIFF 6.0, section 14; technical note 3 for floats). */
import type { TiffLayout } from './layout.ts';
import { PREDICTOR } from './tags.ts';

/** Turns a row of differences into samples, where it lies. */
export type Undo = (row: Uint8Array) => void;

/** The way back for rows of `step` samples a pixel; undefined when nothing was predicted. */
export function undoPredictor({ predictor, bits, little }: TiffLayout, step: number): Undo | undefined {
  if (predictor === PREDICTOR.float) return (row) => undoFloat(row, bits / 8, step, little);
  if (predictor !== PREDICTOR.difference) return undefined;
  if (bits === 8) return step === 3 ? undoTriples : (row) => undoBytes(row, step);
  return (row) => undoWords(row, bits / 8, step, little);
}

function undoBytes(row: Uint8Array, step: number): void {
  for (let i = step; i < row.length; i++) row[i]! += row[i - step]!;
}

/** The usual case with its sums at hand: a third of the time. */
function undoTriples(row: Uint8Array): void {
  let [a, b, c] = [0, 0, 0];
  for (let i = 0, end = row.length - 2; i < end; i += 3) {
    row[i] = a += row[i]!;
    row[i + 1] = b += row[i + 1]!;
    row[i + 2] = c += row[i + 2]!;
  }
}

function undoWords(row: Uint8Array, width: number, step: number, little: boolean): void {
  const apart = width * step;
  for (let at = apart; at + width <= row.length; at += width) {
    let carry = 0;
    for (let i = 0; i < width; i++) {
      const place = little ? at + i : at + width - 1 - i;
      const sum = row[place]! + row[place - apart]! + carry;
      row[place] = sum;
      carry = sum >> 8;
    }
  }
}

/** Differences of bytes, which stand sorted by their weight, the highest first. */
function undoFloat(row: Uint8Array, width: number, step: number, little: boolean): void {
  undoBytes(row, step);
  const sorted = row.slice();
  const count = Math.floor(row.length / width);
  for (let i = 0; i < count; i++) {
    for (let byte = 0; byte < width; byte++) {
      row[i * width + (little ? width - 1 - byte : byte)] = sorted[byte * count + i]!;
    }
  }
}
