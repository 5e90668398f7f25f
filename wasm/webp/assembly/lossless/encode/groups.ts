/**
 * Groups of codes (RFC 9649, section 3.7.2.2): tiles of like symbols share one. Tiles are dealt out by what they cost, then each
 * goes to the group that writes it cheapest, a few times over, and groups are joined whose own codes do not pay.
 */
import { allocate, allocateClear } from '../../memory';
import { tiles } from '../transforms';
import { countSymbol, DISTANCE_MASK, isWhole, LENGTH_SHIFT, slab } from './slab';
import { writeGroupCodes, writeSmallImage } from './small-image';
import {
  ALPHA, bitsOf, BLUE, bump, CACHE, costsOf, DISTANCES, distanceCode, LENGTHS, prefixOf, RED, SYMBOLS,
} from './symbols';
import { putBits } from './writer';

/** Groups while they are formed, and the one for what is to come when a picture does not fit. */
const MOST_GROUPS: u32 = 16;
const ALL_GROUPS: u32 = MOST_GROUPS + 1;
const COUNTS_BYTES: usize = SYMBOLS << 2;
/** Symbols for which a group may pay. */
const GROUP_SYMBOLS: u32 = 1500;
const LEAST_TILE_BITS: u32 = 3;
const MOST_TILE_BITS: u32 = 9;
const MOST_TILES: u32 = 4096;
const ROUNDS: u32 = 3;

let bits: u32 = 0;
let wide: u32 = 0;
let all: u32 = 0;
let groups: u32 = 0;
/** Number of each tile's group, as the image that is written. */
let names: usize = 0;
let counts: usize = 0;
/** For each symbol its cost in each group, sixteen beside one another; one group's costs; for each tile its cost in each group. */
let costs: usize = 0;
let own: usize = 0;
let sums: usize = 0;
let lengths: usize = 0;
let codes: usize = 0;

export function openGroups(): void {
  bits = LEAST_TILE_BITS;
  while (bits < MOST_TILE_BITS && tiles(slab.coded, bits) * tiles(slab.height, bits) > MOST_TILES) bits++;
  wide = tiles(slab.coded, bits);
  all = wide * tiles(slab.height, bits);
  names = allocate(<usize>all << 2);
  counts = allocate(COUNTS_BYTES * ALL_GROUPS);
  costs = allocateClear(<usize>SYMBOLS * MOST_GROUPS << 2);
  own = allocate(COUNTS_BYTES);
  sums = allocate(<usize>all * MOST_GROUPS << 2);
  lengths = allocate(<usize>SYMBOLS * ALL_GROUPS);
  codes = allocate(<usize>SYMBOLS * ALL_GROUPS << 1);
}

// @ts-ignore: decorator
@inline
function nameOf(tile: u32): u32 {
  return (load<u32>(names + (<usize>tile << 2)) >> 8) & 255;
}

function setName(tile: u32, name: u32): void {
  store<u32>(names + (<usize>tile << 2), 0xff000000 | (name << 8));
}

/** Forms the groups for the slab's symbols. */
export function formGroups(): void {
  groups = 1;
  for (let tile: u32 = 0; tile < all; tile++) setName(tile, 0);
  countGroups();
  const wanted = min(MOST_GROUPS, min(all, slab.symbols / GROUP_SYMBOLS));
  if (wanted > 1) {
    sumCosts();
    dealOut(wanted);
    for (let round: u32 = 0; round < ROUNDS; round++) {
      countGroups();
      sumCosts();
      for (let tile: u32 = 0; tile < all; tile++) setName(tile, cheapest(tile));
    }
    countGroups();
    joinGroups();
  }
  if (!isWhole()) addUsual();
}

/** Walks over the slab's symbols: counts them by group, or adds what they cost in each. */
function walk(count: bool): void {
  const width = slab.coded;
  let position: u32 = 0;
  let x: u32 = 0;
  let y: u32 = 0;
  for (let i: u32 = 0; i < slab.symbols; i++) {
    const symbol = load<u32>(slab.found + (<usize>i << 2));
    const tile = (y >> bits) * wide + (x >> bits);
    if (count) countSymbol(counts + COUNTS_BYTES * nameOf(tile), symbol, position);
    else addCosts(sums + (<usize>tile * MOST_GROUPS << 2), symbol, position);
    const length = max<u32>(1, symbol >> LENGTH_SHIFT);
    position += length;
    for (x += length; x >= width; x -= width) y++;
  }
}

function countGroups(): void {
  memory.fill(counts, 0, COUNTS_BYTES * groups);
  walk(true);
}

/** What each tile costs in each group. */
function sumCosts(): void {
  for (let group: u32 = 0; group < groups; group++) {
    costsOf(counts + COUNTS_BYTES * group, own);
    for (let symbol: u32 = 0; symbol < SYMBOLS; symbol++) {
      store<f32>(costs + (<usize>(symbol * MOST_GROUPS + group) << 2), load<f32>(own + (<usize>symbol << 2)));
    }
  }
  memory.fill(sums, 0, <usize>all * MOST_GROUPS << 2);
  walk(false);
}

// @ts-ignore: decorator
@inline
function add(to: usize, symbol: u32): void {
  const from = costs + (<usize>symbol * MOST_GROUPS << 2);
  v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
  v128.store(to, f32x4.add(v128.load(to, 32), v128.load(from, 32)), 32);
  v128.store(to, f32x4.add(v128.load(to, 48), v128.load(from, 48)), 48);
}

// @ts-ignore: decorator
@inline
function addCosts(to: usize, symbol: u32, position: u32): void {
  const length = symbol >> LENGTH_SHIFT, rest = symbol & DISTANCE_MASK;
  if (length > 0) {
    add(to, LENGTHS + prefixOf(length));
    add(to, DISTANCES + prefixOf(distanceCode(rest, slab.coded)));
  } else if (rest > 0) add(to, CACHE + rest - 1);
  else {
    const pixel = load<u32>(slab.pixels + (<usize>position << 2));
    add(to, (pixel >> 8) & 255);
    add(to, RED + ((pixel >> 16) & 255));
    add(to, BLUE + (pixel & 255));
    add(to, ALPHA + (pixel >> 24));
  }
}

// @ts-ignore: decorator
@inline
function sumAt(tile: u32, group: u32): f32 {
  return load<f32>(sums + (<usize>(tile * MOST_GROUPS + group) << 2));
}

/** Deals tiles out by what they cost in the one group there is: each new group gets as many. */
function dealOut(wanted: u32): void {
  let most: f32 = 1;
  for (let tile: u32 = 0; tile < all; tile++) most = max(most, sumAt(tile, 0));
  const levels = own;
  memory.fill(levels, 0, 1024);
  for (let tile: u32 = 0; tile < all; tile++) bump(levels, level(tile, most));
  let before: u32 = 0;
  for (let i: u32 = 0; i < 256; i++) {
    const here = load<u32>(levels + (i << 2));
    store<u32>(levels + (i << 2), ((before + here / 2) * wanted) / all);
    before += here;
  }
  for (let tile: u32 = 0; tile < all; tile++) setName(tile, load<u32>(levels + (level(tile, most) << 2)));
  groups = wanted;
}

function level(tile: u32, most: f32): u32 {
  return <u32>(<f32>255 * Mathf.sqrt(sumAt(tile, 0) / most));
}

function cheapest(tile: u32): u32 {
  let best: u32 = 0;
  for (let group: u32 = 1; group < groups; group++) if (sumAt(tile, group) < sumAt(tile, best)) best = group;
  return best;
}

/** Joins the two groups that gain most by it, until none do. */
function joinGroups(): void {
  while (groups > 1) {
    let gain: f32 = 0;
    let first: u32 = 0;
    let second: u32 = 0;
    for (let a: u32 = 0; a < groups; a++) {
      for (let b = a + 1; b < groups; b++) {
        const saved = joinGain(a, b);
        if (saved <= gain) continue;
        gain = saved;
        first = a;
        second = b;
      }
    }
    if (gain <= 0) return;
    join(first, second);
  }
}

function joinGain(a: u32, b: u32): f32 {
  const from = counts + COUNTS_BYTES * a, other = counts + COUNTS_BYTES * b;
  for (let at: usize = 0; at < COUNTS_BYTES; at += 16) {
    v128.store(own + at, i32x4.add(v128.load(from + at), v128.load(other + at)));
  }
  return bitsOf(from) + bitsOf(other) - bitsOf(own);
}

/** The second group becomes part of the first, and the last takes its place. */
function join(a: u32, b: u32): void {
  joinGain(a, b);
  memory.copy(counts + COUNTS_BYTES * a, own, COUNTS_BYTES);
  const last = --groups;
  memory.copy(counts + COUNTS_BYTES * b, counts + COUNTS_BYTES * last, COUNTS_BYTES);
  for (let tile: u32 = 0; tile < all; tile++) {
    if (nameOf(tile) == b) setName(tile, a);
    else if (nameOf(tile) == last) setName(tile, b);
  }
}

/** A group in which every symbol has a code, for the tiles that are not all in the slab. */
function addUsual(): void {
  const usual = counts + COUNTS_BYTES * groups;
  for (let symbol: u32 = 0; symbol < SYMBOLS; symbol++) {
    let sum: u32 = 1;
    for (let group: u32 = 0; group < groups; group++) sum += load<u32>(counts + COUNTS_BYTES * group + (symbol << 2));
    store<u32>(usual + (symbol << 2), sum);
  }
  for (let tile = (slab.rows >> bits) * wide; tile < all; tile++) setName(tile, groups);
  groups++;
}

/** Writes which tile has which group, and their codes. */
export function writeGroups(cacheBits: u32): void {
  putBits(groups > 1 ? 1 : 0, 1);
  if (groups > 1) {
    putBits(bits - 2, 3);
    writeSmallImage(names, all, wide);
  }
  for (let group: u32 = 0; group < groups; group++) {
    writeGroupCodes(counts + COUNTS_BYTES * group, lengths + SYMBOLS * group, codes + (SYMBOLS * group << 1), cacheBits);
  }
}

/** Lengths of the codes at a pixel. */
// @ts-ignore: decorator
@inline
export function lengthsAt(x: u32, y: u32): usize {
  return lengths + <usize>SYMBOLS * nameOf((y >> bits) * wide + (x >> bits));
}

/** The codes that belong to lengths. */
// @ts-ignore: decorator
@inline
export function codesOf(own: usize): usize {
  return codes + ((own - lengths) << 1);
}
