/** Marker segments of frame and scans (ITU-T T.81 annex B). What precedes them in the file is the host's to write. */
import { components, height, lumaFactor, width } from './frame';
import { specification, specificationLength } from './huffman';
import { putByte, putBytes, putShort } from './output';
import { steps } from './quantiser';

const START_OF_FRAME_BASELINE = 0xffc0;
const START_OF_FRAME_PROGRESSIVE = 0xffc2;
const DEFINE_HUFFMAN_TABLE = 0xffc4;
const END_OF_IMAGE = 0xffd9;
const START_OF_SCAN = 0xffda;
const DEFINE_QUANTISATION_TABLE = 0xffdb;
const SAMPLE_BITS = 8;

/** All components, as the subject of a scan. */
export const ALL_COMPONENTS = 3;

/** Quantisation tables and frame header. */
export function putFrame(progressive: bool): void {
  const tables = components == 1 ? 1 : 2;
  for (let table = 0; table < tables; table++) {
    putShort(DEFINE_QUANTISATION_TABLE);
    putShort(2 + 65);
    putByte(table);
    putBytes(steps(table), 64);
  }
  putShort(progressive ? START_OF_FRAME_PROGRESSIVE : START_OF_FRAME_BASELINE);
  putShort(8 + 3 * components);
  putByte(SAMPLE_BITS);
  putShort(height);
  putShort(width);
  putByte(components);
  for (let component = 0; component < components; component++) {
    putByte(component + 1);
    putByte(component == 0 ? lumaFactor * 0x11 : 0x11);
    putByte(component == 0 ? 0 : 1);
  }
}

/** One Huffman table; `table` counts as in `huffman`: DC and AC for Y, then for chroma. */
export function putTable(table: i32): void {
  const length = specificationLength(table);
  putShort(DEFINE_HUFFMAN_TABLE);
  putShort(3 + length);
  putByte(((table & 1) << 4) | (table >> 1));
  putBytes(specification(table), length);
}

/** Scan header. `approximation` is `Ah << 4 | Al` (B.2.3). */
export function putScan(subject: i32, from: i32, to: i32, approximation: i32): void {
  const first = subject == ALL_COMPONENTS ? 0 : subject;
  const count = subject == ALL_COMPONENTS ? components : 1;
  putShort(START_OF_SCAN);
  putShort(6 + 2 * count);
  putByte(count);
  for (let component = first; component < first + count; component++) {
    putByte(component + 1);
    putByte(component == 0 ? 0x00 : 0x11);
  }
  putByte(from);
  putByte(to);
  putByte(approximation);
}

export function putEnd(): void {
  putShort(END_OF_IMAGE);
}
