/**
 * Groups of codes (RFC 9649, section 3.7.2.2): tiles of like symbols share one. Tiles are dealt out by what they cost, then each
 * goes to the group that writes it cheapest, a few times over, and groups are joined whose own codes do not pay.
 */
import { allocate, allocateClear } from '../../../../shared/memory';
import {
  addUsual,
  all,
  ALL_GROUPS,
  bits,
  counts,
  COUNTS_BYTES,
  dropEmpty,
  groups,
  MOST_GROUPS,
  nameOf,
  names,
  openTiles,
  setGroups,
  setName,
  startTiles,
  wide,
} from './group-tiles';
import { joinGroups, startJoining } from './join-groups';
import { countSymbol, DISTANCE_MASK, isWhole, LENGTH_SHIFT, slab } from './slab';
import { writeGroupCodes, writeSmallImage } from './small-image';
import {
  ALPHA,
  BLUE,
  bump,
  CACHE,
  costsOf,
  DISTANCES,
  distanceCode,
  LENGTHS,
  prefixOf,
  RED,
  SYMBOLS,
} from './symbols';
import { putBits } from '../../../../shared/bits';

/** Symbols for which a group may pay. */
const GROUP_SYMBOLS: u32 = 1500;
const ROUNDS: u32 = 3;

/** What is being done. */
const COUNT: i32 = 0;
const SUM: i32 = 1;
const JOIN: i32 = 2;
const DONE: i32 = 3;

let phase: i32 = COUNT;
/** How often tiles were moved, and how many groups there are at first. */
let round: u32 = 0;
let wanted: u32 = 0;
/** The next symbol, and its pixel. */
let symbolAt: u32 = 0;
let position: u32 = 0;
let x: u32 = 0;
let y: u32 = 0;
/**
 * For each symbol its cost in each group, sixteen beside one another; one group's costs; for each tile its cost in each
 * group.
 */
let costs: usize = 0;
let own: usize = 0;
let sums: usize = 0;
let lengths: usize = 0;
let codes: usize = 0;

export function openGroups(): void {
  openTiles();
  costs = allocateClear((<usize>SYMBOLS * MOST_GROUPS) << 2);
  own = allocate(COUNTS_BYTES);
  sums = allocate((<usize>all * MOST_GROUPS) << 2);
  lengths = allocate(<usize>SYMBOLS * ALL_GROUPS);
  codes = allocate((<usize>SYMBOLS * ALL_GROUPS) << 1);
}

/** Begins to form groups for the slab's symbols. */
export function startGroups(): void {
  startTiles(1);
  round = 0;
  wanted = min(MOST_GROUPS, min(all, slab.symbols / GROUP_SYMBOLS));
  startCounting();
}

/** Goes on, over about so many symbols; false once the groups are formed. */
export function formGroups(symbols: u32): bool {
  switch (phase) {
    case COUNT:
      if (!walk(symbols)) takeCounts();
      return true;
    case SUM:
      if (!walk(symbols)) takeSums();
      return true;
    case JOIN:
      if (!joinGroups()) phase = DONE;
      return true;
  }
  if (!isWhole()) addUsual();
  return false;
}

function startCounting(): void {
  memory.fill(counts, 0, COUNTS_BYTES * groups);
  startWalk(COUNT);
}

/** Tiles are dealt out, moved a few times over, and their groups joined. */
function takeCounts(): void {
  if (wanted <= 1) {
    phase = DONE;
    return;
  }
  dropEmpty();
  if (round <= ROUNDS) return startSumming();
  startJoining();
  phase = JOIN;
}

function takeSums(): void {
  if (round++ == 0) dealOut(wanted);
  else for (let tile: u32 = 0; tile < all; tile++) setName(tile, cheapest(tile));
  startCounting();
}

function startWalk(what: i32): void {
  phase = what;
  symbolAt = position = x = y = 0;
}

/**
 * Walks over so many of the slab's symbols more: counts them by group, or adds what they cost in each; false when none are
 * left.
 */
function walk(most: u32): bool {
  const width = slab.coded;
  const end = min(slab.symbols, symbolAt + most);
  for (; symbolAt < end; symbolAt++) {
    const symbol = load<u32>(slab.found + ((<usize>symbolAt) << 2));
    const tile = (y >> bits) * wide + (x >> bits);
    if (phase == COUNT) countSymbol(counts + COUNTS_BYTES * nameOf(tile), symbol, position);
    else addCosts(sums + ((<usize>tile * MOST_GROUPS) << 2), symbol, position);
    const length = max<u32>(1, symbol >> LENGTH_SHIFT);
    position += length;
    for (x += length; x >= width; x -= width) y++;
  }
  return symbolAt < slab.symbols;
}

/** Begins to add up what each tile costs in each group. */
function startSumming(): void {
  for (let group: u32 = 0; group < groups; group++) {
    costsOf(counts + COUNTS_BYTES * group, own);
    for (let symbol: u32 = 0; symbol < SYMBOLS; symbol++) {
      store<f32>(
        costs + ((<usize>(symbol * MOST_GROUPS + group)) << 2),
        load<f32>(own + ((<usize>symbol) << 2)),
      );
    }
  }
  memory.fill(sums, 0, (<usize>all * MOST_GROUPS) << 2);
  startWalk(SUM);
}

// @ts-ignore: decorator
@inline
function add(to: usize, symbol: u32): void {
  const from = costs + ((<usize>symbol * MOST_GROUPS) << 2);
  v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
  v128.store(to, f32x4.add(v128.load(to, 32), v128.load(from, 32)), 32);
  v128.store(to, f32x4.add(v128.load(to, 48), v128.load(from, 48)), 48);
}

// @ts-ignore: decorator
@inline
function addCosts(to: usize, symbol: u32, position: u32): void {
  const length = symbol >> LENGTH_SHIFT,
    rest = symbol & DISTANCE_MASK;
  if (length > 0) {
    add(to, LENGTHS + prefixOf(length));
    add(to, DISTANCES + prefixOf(distanceCode(rest, slab.coded)));
  } else if (rest > 0) add(to, CACHE + rest - 1);
  else {
    const pixel = load<u32>(slab.pixels + ((<usize>position) << 2));
    add(to, (pixel >> 8) & 255);
    add(to, RED + ((pixel >> 16) & 255));
    add(to, BLUE + (pixel & 255));
    add(to, ALPHA + (pixel >> 24));
  }
}

// @ts-ignore: decorator
@inline
function sumAt(tile: u32, group: u32): f32 {
  return load<f32>(sums + ((<usize>(tile * MOST_GROUPS + group)) << 2));
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
  setGroups(wanted);
}

function level(tile: u32, most: f32): u32 {
  return <u32>(<f32>255 * Mathf.sqrt(sumAt(tile, 0) / most));
}

/** What it about costs that a tile is of another group than the one to its left or above. */
const CHANGE: f32 = 5;

function cheapest(tile: u32): u32 {
  const left = tile % wide > 0 ? nameOf(tile - 1) : MOST_GROUPS;
  const above = tile >= wide ? nameOf(tile - wide) : MOST_GROUPS;
  let best: u32 = 0;
  let least: f32 = Infinity;
  for (let group: u32 = 0; group < groups; group++) {
    const cost = sumAt(tile, group) + (group == left || group == above ? 0 : CHANGE);
    if (cost >= least) continue;
    least = cost;
    best = group;
  }
  return best;
}

/** Writes which tile has which group, and their codes. */
export function writeGroups(cacheBits: u32): void {
  putBits(groups > 1 ? 1 : 0, 1);
  if (groups > 1) {
    putBits(bits - 2, 3);
    writeSmallImage(names, all, wide);
  }
  for (let group: u32 = 0; group < groups; group++) {
    writeGroupCodes(
      counts + COUNTS_BYTES * group,
      lengths + SYMBOLS * group,
      codes + ((SYMBOLS * group) << 1),
      cacheBits,
    );
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
