/** Joins groups whose own codes do not pay. */
import { all, counts, COUNTS_BYTES, drop, groups, MOST_GROUPS, nameOf, setName } from './group-tiles';
import { bitsOf, SYMBOLS } from './symbols';

/** Bits that each group takes, what it gains to join two, and whether that of a group is still to be found. */
const taken = memory.data(16 * 4, 16);
const gains = memory.data(16 * 16 * 4, 16);
const stale = memory.data(16, 16);
/** Two groups' counts in one. */
const both = memory.data(SYMBOLS * 4, 16);

/** Begins to join groups: what each takes is known, and gains are found row by row. */
export function startJoining(): void {
  for (let group: u32 = 0; group < groups; group++) {
    store<f32>(taken + (group << 2), bitsOf(counts + COUNTS_BYTES * group));
    store<u8>(stale + group, 1);
  }
}

/** Finds the gains of a group that has none yet, or joins the two groups that gain most; false when that is nothing. */
export function joinGroups(): bool {
  for (let a: u32 = 0; a < groups; a++) {
    if (load<u8>(stale + a) == 0) continue;
    for (let b: u32 = 0; b < groups; b++) if (a != b) setGain(a, b, joinGain(a, b));
    store<u8>(stale + a, 0);
    return true;
  }
  let gain: f32 = 0;
  let first: u32 = 0;
  let second: u32 = 0;
  for (let a: u32 = 0; a < groups; a++) {
    for (let b = a + 1; b < groups; b++) {
      if (gainOf(a, b) <= gain) continue;
      gain = gainOf(a, b);
      first = a;
      second = b;
    }
  }
  if (gain <= 0) return false;
  join(first, second);
  return true;
}

// @ts-ignore: decorator
@inline
function gainOf(a: u32, b: u32): f32 {
  return load<f32>(gains + ((a * MOST_GROUPS + b) << 2));
}

function setGain(a: u32, b: u32, gain: f32): void {
  store<f32>(gains + ((a * MOST_GROUPS + b) << 2), gain);
  store<f32>(gains + ((b * MOST_GROUPS + a) << 2), gain);
}

function joinGain(a: u32, b: u32): f32 {
  addCounts(a, b);
  return load<f32>(taken + (a << 2)) + load<f32>(taken + (b << 2)) - bitsOf(both);
}

function addCounts(a: u32, b: u32): void {
  const from = counts + COUNTS_BYTES * a,
    other = counts + COUNTS_BYTES * b;
  for (let at: usize = 0; at < COUNTS_BYTES; at += 16) {
    v128.store(both + at, i32x4.add(v128.load(from + at), v128.load(other + at)));
  }
}

/** The second group, which comes later, becomes part of the first. */
function join(a: u32, b: u32): void {
  addCounts(a, b);
  memory.copy(counts + COUNTS_BYTES * a, both, COUNTS_BYTES);
  store<f32>(taken + (a << 2), bitsOf(both));
  store<u8>(stale + a, 1);
  for (let tile: u32 = 0; tile < all; tile++) if (nameOf(tile) == b) setName(tile, a);
  drop(b);
  if (b == groups) return;
  store<f32>(taken + (b << 2), load<f32>(taken + (groups << 2)));
  for (let other: u32 = 0; other < groups; other++) setGain(b, other, gainOf(groups, other));
}
