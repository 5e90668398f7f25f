/**
 * Passes over sets of reference pictures (ITU-T H.265, section 7.3.7): a still has none, but they stand before what is
 * needed. All that later sets need of earlier ones is how many pictures they name.
 */
import { readBits, readFlag, readSe, readUe } from '../bits';

const MOST_SETS: u32 = 64;
const MOST_PICTURES: u32 = 16;

const counts: usize = memory.data(65, 16);
let known: u32 = 0;

/** Reads the sets of a sequence; false when they cannot be right. */
export function readReferenceSets(): bool {
  known = readUe();
  if (known > MOST_SETS) return false;
  for (let i: u32 = 0; i < known; i++) if (!readSet(i, known)) return false;
  return true;
}

/** Reads set `index` of `sets`; that behind the last is a slice's own. */
export function readSet(index: u32, sets: u32): bool {
  if (index > 0 && readFlag()) return readDifference(index, sets);
  const negative = readUe();
  const positive = readUe();
  if (negative > MOST_PICTURES || positive > MOST_PICTURES) return false;
  for (let i: u32 = 0; i < negative + positive; i++) {
    readUe();
    readFlag();
  }
  store<u8>(counts + index, negative + positive);
  return true;
}

/** A set that is told by what it has more or less than an earlier one. */
function readDifference(index: u32, sets: u32): bool {
  const back = index == sets ? readUe() + 1 : 1;
  readSe();
  readUe();
  if (back > index) return false;
  const pictures = <u32>load<u8>(counts + index - back);
  let count: u32 = 0;
  for (let i: u32 = 0; i <= pictures; i++) {
    const used = readFlag();
    if (used || readFlag()) count++;
  }
  store<u8>(counts + index, min(count, MOST_PICTURES * 2));
  return true;
}

/** Passes over the pictures of a slice's own set, or the number of one of the sequence's. */
export function skipSliceSet(): bool {
  if (!readFlag()) return readSet(known, known);
  if (known > 1) readBits(32 - clz(known - 1));
  return true;
}
