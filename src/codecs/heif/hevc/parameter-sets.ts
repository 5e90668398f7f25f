/**
 * HEVC in HEIF: a configuration with parameter sets, and NAL units with their lengths before them (ISO/IEC 14496-15,
 * section 8.3).
 */
import { readUint } from '../boxes.ts';

/** Where the configuration has chroma format and depth, and the bytes of a length. */
export const HEVC_CHROMA_AT = 16;
export const HEVC_BITS_AT = 17;
const LENGTH_BYTES_AT = 21;
const ARRAYS_AT = 22;

/** The NAL units of a picture: those of its configuration, then its own. What is cut off is left out. */
export function* nalUnits(configuration: Uint8Array, picture: Uint8Array): Generator<Uint8Array> {
  let at = ARRAYS_AT + 1;
  for (let arrays = configuration[ARRAYS_AT] ?? 0; arrays > 0; arrays--) {
    let units = readUint(configuration, at + 1, 2);
    at += 3;
    for (; units > 0 && at + 2 <= configuration.length; units--) {
      const length = readUint(configuration, at, 2);
      yield configuration.subarray(at + 2, at + 2 + length);
      at += 2 + length;
    }
  }
  const lengthBytes = ((configuration[LENGTH_BYTES_AT] ?? 0) & 3) + 1;
  for (let from = 0; from + lengthBytes < picture.length;) {
    const length = readUint(picture, from, lengthBytes);
    yield picture.subarray(from + lengthBytes, from + lengthBytes + length);
    from += lengthBytes + length;
  }
}
