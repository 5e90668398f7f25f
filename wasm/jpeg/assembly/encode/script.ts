/**
 * The scans of a progressive picture (ITU-T T.81 annex G): spectral selection and successive approximation, in the
 * order libjpeg made customary. Coarse colours come first, then the detail of Y down to the last bit but two, chroma
 * to the last but one, and the missing bits.
 */
import { components } from './frame';
import { AC_CHROMA, AC_LUMA } from './huffman';
import { ALL_COMPONENTS } from './markers';

const CB: u8 = 1;
const CR: u8 = 2;
const ALL: u8 = <u8>ALL_COMPONENTS;

/** Bytes of a scan in a script: component, first and last coefficient, high and low bit position (Ah, Al). */
const SCAN = 5;
/** Most scans of a script. */
export const COLOUR_SCANS = 10;
// prettier-ignore
const COLOUR_SCRIPT: usize = memory.data<u8>([
  ALL, 0, 0, 0, 1,
  0, 1, 5, 0, 2,
  CR, 1, 63, 0, 1,
  CB, 1, 63, 0, 1,
  0, 6, 63, 0, 2,
  0, 1, 63, 2, 1,
  ALL, 0, 0, 1, 0,
  CR, 1, 63, 1, 0,
  CB, 1, 63, 1, 0,
  0, 1, 63, 1, 0,
]);
const GREY_SCANS = 6;
// prettier-ignore
const GREY_SCRIPT: usize = memory.data<u8>([
  ALL, 0, 0, 0, 1,
  0, 1, 5, 0, 2,
  0, 6, 63, 0, 2,
  0, 1, 63, 2, 1,
  ALL, 0, 0, 1, 0,
  0, 1, 63, 1, 0,
]);

/** The scan at hand. */
let scan: i32 = 0;

/** Scans of the picture. */
export function scanCount(): i32 {
  return components == 1 ? GREY_SCANS : COLOUR_SCANS;
}

/** Goes to a scan of the script. */
export function chooseScan(index: i32): void {
  scan = index;
}

// @ts-ignore: decorator
@inline
function parameter(index: i32): i32 {
  return <i32>load<u8>((components == 1 ? GREY_SCRIPT : COLOUR_SCRIPT) + scan * SCAN + index);
}

/** The component of the scan, or ALL_COMPONENTS. */
export function subject(): i32 {
  return parameter(0);
}

export function firstCoefficient(): i32 {
  return parameter(1);
}

export function lastCoefficient(): i32 {
  return parameter(2);
}

export function highBit(): i32 {
  return parameter(3);
}

export function lowBit(): i32 {
  return parameter(4);
}

export function isRefinement(): bool {
  return highBit() > 0;
}

export function acTable(): i32 {
  return subject() == 0 ? AC_LUMA : AC_CHROMA;
}
