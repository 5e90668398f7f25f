/** Quantiser parameters (ITU-T H.265, section 8.6.1) and what coefficients are multiplied by (section 8.6.4.2). */
import { noteAt, picture, planeOf } from '../picture';
import { firstOf, listOf } from '../sets/scaling-lists';
import { chromaOffset } from '../sets/pps';
import { pps, slice, sps } from '../slice/slice';
import { isAvailable } from './available';

@unmanaged
class Quantiser {
  /** Luma's parameter of the unit at hand, and what it is without its own difference. */
  qp: i32;
  predicted: i32;
  /** Whether the group has its difference, and whether it has chroma's offsets. */
  deltaKnown: bool;
  chromaKnown: bool;
  offsetCb: i32;
  offsetCr: i32;
  /** That of the unit before, or of the slice where none is looked at. */
  last: i32;
}

export const quantiser: Quantiser = changetype<Quantiser>(memory.data(offsetof<Quantiser>(), 16));

/** Begins a slice, or a part of one that knows nothing of what was before. */
export function resetQuantiser(): void {
  quantiser.qp = quantiser.last = slice.qp;
}

/** Begins a slice's chroma offsets. */
export function resetChromaOffsets(): void {
  quantiser.offsetCb = quantiser.offsetCr = 0;
}

/** Begins a group at a luma sample. */
export function startGroup(x: u32, y: u32): void {
  quantiser.deltaKnown = false;
  const before = quantiser.last;
  const mask = (1 << sps.log2Ctb) - 1;
  const left = (x & mask) > 0 && isAvailable(x - 1, y, x, y) ? noted(x - 1, y) : before;
  const above = (y & mask) > 0 && isAvailable(x, y - 1, x, y) ? noted(x, y - 1) : before;
  quantiser.predicted = (left + above + 1) >> 1;
  quantiser.qp = quantiser.predicted;
}

function noted(x: u32, y: u32): i32 {
  return load<i8>(noteAt(picture.quantisers, x, y));
}

/** Takes the difference of a group. */
export function addDelta(delta: i32): void {
  const offset = 6 * (<i32>sps.bitDepthLuma - 8);
  quantiser.deltaKnown = true;
  quantiser.qp = ((quantiser.predicted + delta + 52 + 2 * offset) % (52 + offset)) - offset;
}

/** Takes chroma's offsets from an entry of the list; 0 for none. */
export function takeChromaOffsets(entry: u32): void {
  quantiser.chromaKnown = true;
  quantiser.offsetCb = entry > 0 ? chromaOffset(pps, 1, entry) : 0;
  quantiser.offsetCr = entry > 0 ? chromaOffset(pps, 2, entry) : 0;
}

/** Chroma's parameters of 30 to 42 in 4:2:0 (table 8-10). */
const CHROMA: usize = memory.data<u8>([29, 30, 31, 32, 33, 33, 34, 34, 35, 35, 36, 36, 37]);

/** What chroma has for a parameter of luma with offsets. */
export function chromaQp(qp: i32): i32 {
  if (sps.chromaFormat != 1) return min(qp, 51);
  return qp < 30 ? qp : qp >= 43 ? qp - 6 : <i32>load<u8>(CHROMA + qp - 30);
}

/** The parameter of a component, from 0 on. */
function componentQp(component: u32): i32 {
  const offset = 6 * (<i32>planeOf(component).bits - 8);
  if (component == 0) return quantiser.qp + offset;
  const own =
    component == 1
      ? pps.offsetCb + slice.offsetCb + quantiser.offsetCb
      : pps.offsetCr + slice.offsetCr + quantiser.offsetCr;
  return chromaQp(min(max(quantiser.qp + own, -offset), 57)) + offset;
}

/** How coefficients of a block are multiplied: by `factor` and what the list has for them, with `shift` bits dropped. */
@unmanaged
class Scaling {
  factor: i32;
  shift: u32;
  /** Address of the list, or 0 where all are 16; the factor of the first coefficient. */
  list: usize;
  first: i32;
}

export const scaling: Scaling = changetype<Scaling>(memory.data(offsetof<Scaling>(), 16));

const STEPS: usize = memory.data<u8>([40, 45, 51, 57, 64, 72]);

/** Finds how a block of a component is scaled; `flat` when no list counts. */
export function findScaling(component: u32, log2: u32, flat: bool): void {
  const qp = max(componentQp(component), 0);
  scaling.factor = (<i32>load<u8>(STEPS + (qp % 6))) << (qp / 6);
  scaling.shift = planeOf(component).bits + log2 - 5;
  scaling.list = 0;
  if (flat || !sps.scalingLists) return;
  const lists = pps.scalingLists ? pps.lists : sps.lists;
  scaling.list = listOf(lists, log2 - 2, component);
  scaling.first = log2 > 3 ? load<u8>(firstOf(lists, log2 - 2, component)) : load<u8>(scaling.list);
}
