/** Deltas of single values in variable fonts (`ItemVariationStore`, OpenType 1.9, "Font Variations Common Table Formats"). */
import type { Table } from '../bytes/table.ts';
import type { Instance } from './axes.ts';
import { tent } from './tent.ts';

/** What an instance adds to a value, by the two numbers of its delta set. */
export type ItemDeltas = (outer: number, inner: number) => number;

const LONG_WORDS = 0x8000;

/** Reads the store at an instance. Numbers that name no delta set add nothing. */
export function readItemVariations(store: Table, instance: Instance): ItemDeltas {
  const regions = store.part(store.u32(2));
  const count = store.u16(6);
  return (outer, inner) => {
    if (outer >= count) return 0;
    const data = store.part(store.u32(8 + outer * 4));
    return inner < data.u16(0)
      ? readDelta(data, inner, (region) => regionShare(regions, region, instance))
      : 0;
  };
}

/** A row: some words, then bytes; with the flag in `wordCount`, long words, then words. */
function readDelta(data: Table, inner: number, share: (region: number) => number): number {
  const words = data.u16(2) & ~LONG_WORDS;
  const wide = (data.u16(2) & LONG_WORDS) !== 0;
  const regions = data.u16(4);
  const [large, small] = wide ? [4, 2] : [2, 1];
  let at = 6 + regions * 2 + inner * (words * large + (regions - words) * small);
  let sum = 0;
  for (let index = 0; index < regions; index++) {
    const size = index < words ? large : small;
    const value = size === 4 ? data.i32(at) : size === 2 ? data.i16(at) : data.i8(at);
    sum += value * share(data.u16(6 + index * 2));
    at += size;
  }
  return sum;
}

/** How much of a region applies at the instance, 0 to 1. */
function regionShare(regions: Table, region: number, instance: Instance): number {
  const axes = regions.u16(0);
  let share = 1;
  for (let axis = 0; axis < axes; axis++) {
    const at = 4 + (region * axes + axis) * 6;
    const peak = regions.f2dot14(at + 2);
    if (peak !== 0) share *= tent(instance[axis] ?? 0, regions.f2dot14(at), peak, regions.f2dot14(at + 4));
  }
  return share;
}
