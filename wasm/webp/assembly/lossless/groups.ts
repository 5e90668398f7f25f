/** Groups of five prefix codes, of which each tile of the picture uses one (RFC 9649, section 3.7.2.2). */
import { has } from '../input';
import { allocate, allocateClear, mark, release } from '../../../shared/memory';
import { BROKEN, GO_ON, NEED_INPUT } from '../status';
import { bits, outOfBits } from './bits';
import { madeBits, madeTable, readPrefixCode } from './prefix-code';

/** The codes of a group: green with lengths and cache, red, blue, alpha, distance. Tables, and the bits that look them up. */
@unmanaged
export class Group {
  green: usize;
  red: usize;
  blue: usize;
  alpha: usize;
  distance: usize;
  greenBits: u8;
  redBits: u8;
  blueBits: u8;
  alphaBits: u8;
  distanceBits: u8;
  /** True when red, blue and alpha are always the same, and what they are. */
  greenAlone: bool;
  rest: u32;
}

const GROUP: usize = 32;
/** A group's description takes at most this many bytes: 14 bits for each of 3136 symbols, and how these are coded. */
const DESCRIPTION: usize = 6144;
/** Tables of all groups together. Encoders make far less: descriptions would cost more than the codes gain. */
const MOST_BYTES: usize = 8 << 20;
/** A group takes at least two bytes of data: five codes of four bits. */
const LEAST_BYTES: u32 = 2;

let groups: usize = 0;
/** By the number that tiles name, the place of the group; 0 for one that no tile names. Without tiles there is one. */
let places: usize = 0;
let count: i32 = 0;
let read: i32 = 0;
let begun: usize = 0;
let cacheBits: i32 = 0;

/**
 * Begins reading groups for tiles named in `tiles`, an image of `pixels` ARGB numbers, or one group when there is none.
 * False when there cannot be as many.
 */
export function openGroups(tiles: usize, pixels: u32, cache: i32): bool {
  cacheBits = cache;
  read = 0;
  count = 1;
  begun = mark();
  if (tiles == 0) {
    groups = allocate(GROUP);
    places = 0;
    return true;
  }
  let last: u32 = 0;
  for (let i: u32 = 0; i < pixels; i++) last = max(last, tileGroup(tiles, i));
  count = last + 1;
  if (<u64>count * LEAST_BYTES > <u64>bits.stream.left + <u64>(bits.stream.end - bits.stream.start))
    return false;
  places = allocateClear((<usize>count) << 2);
  let used: usize = 0;
  for (let i: u32 = 0; i < pixels; i++) {
    const place = places + ((<usize>tileGroup(tiles, i)) << 2);
    if (load<u32>(place) == 0) store<u32>(place, ++used);
  }
  groups = allocate(used * GROUP);
  return true;
}

// @ts-ignore: decorator
@inline
function tileGroup(tiles: usize, i: u32): u32 {
  return (load<u32>(tiles + (i << 2)) >> 8) & 0xffff;
}

/** The group of a number. */
// @ts-ignore: decorator
@inline
export function group(number: u32): Group {
  if (places == 0) return changetype<Group>(groups);
  return changetype<Group>(groups + (<usize>load<u32>(places + ((<usize>number) << 2)) - 1) * GROUP);
}

/** Reads groups until input is missing or all are read. A status. */
export function readGroups(): i32 {
  for (; read < count; read++) {
    if (!has(bits.stream, DESCRIPTION)) return NEED_INPUT;
    const used = places == 0 || load<u32>(places + ((<usize>read) << 2)) != 0;
    const before = mark();
    if (!readGroup(used ? group(read) : changetype<Group>(memory.data(32, 4)))) return BROKEN;
    if (!used) release(before);
    if (outOfBits() || mark() - begun > MOST_BYTES) return BROKEN;
  }
  return GO_ON;
}

function readGroup(g: Group): bool {
  if (!readPrefixCode(256 + 24 + (cacheBits > 0 ? 1 << cacheBits : 0))) return false;
  g.green = madeTable;
  g.greenBits = <u8>madeBits;
  if (!readPrefixCode(256)) return false;
  g.red = madeTable;
  g.redBits = <u8>madeBits;
  if (!readPrefixCode(256)) return false;
  g.blue = madeTable;
  g.blueBits = <u8>madeBits;
  if (!readPrefixCode(256)) return false;
  g.alpha = madeTable;
  g.alphaBits = <u8>madeBits;
  if (!readPrefixCode(40)) return false;
  g.distance = madeTable;
  g.distanceBits = <u8>madeBits;
  g.greenAlone = (g.redBits | g.blueBits | g.alphaBits) == 0;
  g.rest = (only(g.alpha) << 24) | (only(g.red) << 16) | only(g.blue);
  return true;
}

/** The first symbol of a table. */
// @ts-ignore: decorator
@inline
function only(table: usize): u32 {
  return (<u32>load<u16>(table)) >> 4;
}
