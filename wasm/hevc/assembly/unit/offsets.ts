/** What is said of sample adaptive offset for a coding tree unit (ITU-T H.265, sections 7.3.8.3 and 7.4.9.3). */
import { Ctb, ctbOf, picture, planeOf, tileOf } from '../picture';
import { bypass, bypassBits, decide } from '../slice/cabac';
import { SAO_MERGE, SAO_TYPE } from '../slice/contexts';
import { pps, slice } from '../slice/slice';

/** Kinds of offsets. */
export const SAO_BANDS: u32 = 1;
export const SAO_EDGES: u32 = 2;

/** Reads the offsets of a coding tree block, or takes those of a neighbour. */
export function readOffsets(address: u32): void {
  const ctb = ctbOf(address);
  ctb.saoType = ctb.saoClass = 0;
  if (!slice.saoLuma && !slice.saoChroma) return;
  const column = address % picture.columns;
  if (column > 0 && merges(address, address - 1)) return;
  if (address >= picture.columns && merges(address, address - picture.columns)) return;
  if (slice.saoLuma) readComponent(ctb, 0);
  if (!slice.saoChroma) return;
  readComponent(ctb, 1);
  readComponent(ctb, 2);
}

function merges(address: u32, other: u32): bool {
  const from = ctbOf(other);
  const seen = from.slice == <i32>slice.address && tileOf(other) == tileOf(address);
  if (!seen || !decide(SAO_MERGE)) return false;
  const ctb = ctbOf(address);
  ctb.saoType = from.saoType;
  ctb.saoClass = from.saoClass;
  ctb.sao0 = from.sao0;
  ctb.sao1 = from.sao1;
  ctb.sao2 = from.sao2;
  return true;
}

/** One byte of type and class for each component. */
function readComponent(ctb: Ctb, component: u32): void {
  const place = component << 3;
  let type: u32 = 0;
  if (component < 2) type = decide(SAO_TYPE) ? (bypass() ? SAO_EDGES : SAO_BANDS) : 0;
  else type = (ctb.saoType >> 8) & 255;
  ctb.saoType |= type << place;
  if (type == 0) return;
  const bits = planeOf(component).bits;
  const most = (1 << (min(bits, 10) - 5)) - 1;
  for (let i: u32 = 0; i < 4; i++) store<i16>(offsets + (i << 1), <i16>readOffset(most));
  let kind: u32;
  if (type == SAO_BANDS) {
    readSigns();
    kind = bypassBits(5);
  } else {
    store<i16>(offsets, -load<i16>(offsets, 4), 4);
    store<i16>(offsets, -load<i16>(offsets, 6), 6);
    kind = component < 2 ? bypassBits(2) : (ctb.saoClass >> 8) & 255;
  }
  ctb.saoClass |= kind << place;
  scale(component == 0 ? pps.saoScaleLuma : pps.saoScaleChroma);
  store<u64>(changetype<usize>(ctb) + offsetof<Ctb>('sao0') + place, load<u64>(offsets));
}

const offsets: usize = memory.data(8, 8);

function readOffset(most: u32): u32 {
  let offset: u32 = 0;
  while (offset < most && bypass()) offset++;
  return offset;
}

function readSigns(): void {
  for (let i: u32 = 0; i < 4; i++) {
    const at = offsets + (i << 1);
    if (load<i16>(at) != 0 && bypass()) store<i16>(at, -load<i16>(at));
  }
}

function scale(bits: u32): void {
  for (let i: u32 = 0; i < 4; i++) {
    const at = offsets + (i << 1);
    store<i16>(at, <i16>((<i32>load<i16>(at)) << bits));
  }
}
