/** Which tile has which group of codes, and what symbols were counted in each group. */
import { allocate } from '../../../../shared/memory';
import { tiles } from '../transforms';
import { slab } from './slab';
import { ALPHA, DISTANCES, RED, SYMBOLS } from './symbols';

/** Groups while they are formed, and the one for what is to come when a picture does not fit. */
export const MOST_GROUPS: u32 = 16;
export const ALL_GROUPS: u32 = MOST_GROUPS + 1;
export const COUNTS_BYTES: usize = SYMBOLS << 2;
const LEAST_TILE_BITS: u32 = 3;
const MOST_TILE_BITS: u32 = 9;
const MOST_TILES: u32 = 4096;

/** Side of a tile as a power of two, tiles in a row, and in all. */
export let bits: u32 = 0;
export let wide: u32 = 0;
export let all: u32 = 0;
export let groups: u32 = 0;
/** Number of each tile's group, as the image that is written. */
export let names: usize = 0;
export let counts: usize = 0;
/** Literals from here on are of channels that are the same in all of the picture. */
let fixedFrom: u32 = DISTANCES;

/** Says what is known of a picture before its pixels come. */
export function knowChannels(greenOnly: bool, opaque: bool): void {
  fixedFrom = greenOnly ? RED : opaque ? ALPHA : DISTANCES;
}

export function openTiles(): void {
  bits = LEAST_TILE_BITS;
  while (bits < MOST_TILE_BITS && tiles(slab.coded, bits) * tiles(slab.height, bits) > MOST_TILES) bits++;
  wide = tiles(slab.coded, bits);
  all = wide * tiles(slab.height, bits);
  names = allocate((<usize>all) << 2);
  counts = allocate(COUNTS_BYTES * ALL_GROUPS);
}

/** All tiles are of the first of so many groups. */
export function startTiles(count: u32): void {
  groups = count;
  for (let tile: u32 = 0; tile < all; tile++) setName(tile, 0);
}

export function setGroups(count: u32): void {
  groups = count;
}

// @ts-ignore: decorator
@inline
export function nameOf(tile: u32): u32 {
  return (load<u32>(names + ((<usize>tile) << 2)) >> 8) & 255;
}

export function setName(tile: u32, name: u32): void {
  store<u32>(names + ((<usize>tile) << 2), 0xff000000 | (name << 8));
}

/** A group that no symbol is in has no costs of its own, and would look cheap. */
export function dropEmpty(): void {
  for (let group = groups; group-- > 0;) if (isEmpty(counts + COUNTS_BYTES * group)) drop(group);
}

function isEmpty(from: usize): bool {
  let any = i32x4.splat(0);
  for (let at: usize = 0; at < COUNTS_BYTES; at += 16) any = v128.or(any, v128.load(from + at));
  return !v128.any_true(any);
}

/** The last group takes the place of one that is gone. */
export function drop(group: u32): void {
  const last = --groups;
  memory.copy(counts + COUNTS_BYTES * group, counts + COUNTS_BYTES * last, COUNTS_BYTES);
  for (let tile: u32 = 0; tile < all; tile++) if (nameOf(tile) == last) setName(tile, group);
}

/**
 * A group in which every symbol has a code that can come, for the tiles that are not all in the slab: also for symbols that were
 * counted in another. A channel that is the same in all of the picture takes no bits, and would take one beside codes for others.
 */
export function addUsual(): void {
  const usual = counts + COUNTS_BYTES * groups;
  for (let symbol: u32 = 0; symbol < SYMBOLS; symbol++) {
    let sum: u32 = symbol >= fixedFrom && symbol < DISTANCES ? 0 : 1;
    for (let group: u32 = 0; group < groups; group++)
      sum += load<u32>(counts + COUNTS_BYTES * group + (symbol << 2));
    store<u32>(usual + (symbol << 2), sum);
  }
  for (let tile = (slab.rows >> bits) * wide; tile < all; tile++) setName(tile, groups);
  groups++;
}
