/** What it costs to code things, in 256ths of a bit. */
import { BANDS, tokenProbabilities, BLOCK_KIND, CONTEXT, POSITION } from '../header';
import { category, extraBits, extraProbabilities, leastOf } from './levels';
import { modeProbabilities, pathTo } from './mode-tree';

/** Cost of a decision by the chance of its outcome in 256ths, 0 to 256. */
const BY_CHANCE = memory.data(257 * 2, 16);
/** Sign and extra bits of levels up to 2047. */
const FIXED = memory.data(2048 * 2, 16);
/** Costs of a subblock's modes by mode above, mode to the left, mode. */
const SUBBLOCK_MODES = memory.data(1000 * 2, 16);
/** Tokens of levels 0 to 67 by kind, band and context; from 67 on all have one token. */
const LEVELS: i32 = 68;
const LEVEL_TABLE: usize = 136;
const TOKENS = memory.data(96 * 136, 16);
/** Where the tables of a position begin, for 17 positions; the last is never looked at. */
const BY_POSITION = memory.data(17 * 2, 16);
let ready: bool = false;

/** Makes what is the same for all pictures. */
export function prepareCosts(): void {
  if (ready) return;
  ready = true;
  for (let chance = 0; chance <= 256; chance++) {
    store<u16>(BY_CHANCE + (chance << 1), <u16>Math.round(-256 * Math.log2(max<f64>(chance, 0.5) / 256)));
  }
  for (let level = 0; level < 2048; level++) store<u16>(FIXED + (level << 1), <u16>fixedCost(level));
  for (let i = 0; i < 1000; i++) {
    store<u16>(SUBBLOCK_MODES + (i << 1), <u16>pathCost(modeProbabilities(i / 100, (i / 10) % 10), i % 10));
  }
  for (let n: usize = 0; n < 17; n++)
    store<u16>(BY_POSITION + (n << 1), <u16>(load<u8>(BANDS + n) * 3 * LEVEL_TABLE));
}

/** Cost of a decision that is false with a probability of `probability` / 256. */
// @ts-ignore: decorator
@inline
export function bitCost(bit: u32, probability: u32): u32 {
  return load<u16>(BY_CHANCE + ((<usize>(bit ? 256 - probability : probability)) << 1));
}

function fixedCost(level: i32): u32 {
  if (level == 0) return 0;
  let cost: u32 = 256;
  if (level < 5) return cost;
  const kind = category(level);
  const extra = level - leastOf(kind);
  const bits = extraBits(kind);
  for (let i = 0; i < bits; i++) {
    cost += bitCost((extra >> (bits - 1 - i)) & 1, load<u8>(extraProbabilities(kind) + i));
  }
  return cost;
}

function pathCost(probabilities: usize, mode: i32): u32 {
  let cost: u32 = 0;
  for (let path = pathTo(mode); load<u8>(path) != 255; path++) {
    const decision = <u32>load<u8>(path);
    cost += bitCost(decision & 1, load<u8>(probabilities + (decision >> 1)));
  }
  return cost;
}

/** Costs of the ten modes of a subblock, u16 each. */
// @ts-ignore: decorator
@inline
export function subblockModeCosts(above: i32, left: i32): usize {
  return SUBBLOCK_MODES + <usize>(above * 10 + left) * 20;
}

/** Makes the costs of tokens from the probabilities as they are now. */
export function updateTokenCosts(): void {
  for (let kind: usize = 0; kind < 4; kind++) {
    for (let n: usize = 0; n < 16; n++) {
      // Each band once: at its first position.
      if (n > 6 && n < 15) continue;
      for (let context: usize = 0; context < 3; context++) {
        const p = tokenProbabilities + kind * BLOCK_KIND + n * POSITION + context * CONTEXT;
        fillLevels(tokenCosts(kind, n, context), p, context > 0 ? bitCost(1, load<u8>(p)) : 0);
      }
    }
  }
}

function fillLevels(table: usize, p: usize, more: u32): void {
  store<u16>(table, <u16>(more + bitCost(0, load<u8>(p, 1))));
  const some = more + bitCost(1, load<u8>(p, 1));
  for (let level = 1; level < LEVELS; level++)
    store<u16>(table + (level << 1), <u16>(some + treeCost(level, p)));
}

/** Cost of the token of a level that is not zero, without sign and extra bits. */
function treeCost(level: i32, p: usize): u32 {
  if (level == 1) return bitCost(0, load<u8>(p, 2));
  const many = bitCost(1, load<u8>(p, 2));
  if (level <= 4) {
    const few = many + bitCost(0, load<u8>(p, 3));
    if (level == 2) return few + bitCost(0, load<u8>(p, 4));
    return few + bitCost(1, load<u8>(p, 4)) + bitCost(u32(level == 4), load<u8>(p, 5));
  }
  const large = many + bitCost(1, load<u8>(p, 3));
  const kind = category(level);
  if (kind < 2) return large + bitCost(0, load<u8>(p, 6)) + bitCost(kind, load<u8>(p, 7));
  const upper = u32(kind >= 4);
  return (
    large +
    bitCost(1, load<u8>(p, 6)) +
    bitCost(upper, load<u8>(p, 8)) +
    bitCost(kind & 1, load<u8>(p + upper, 9))
  );
}

// @ts-ignore: decorator
@inline
function tokenCosts(kind: usize, n: usize, context: usize): usize {
  return TOKENS + kind * 24 * LEVEL_TABLE + load<u16>(BY_POSITION + (n << 1)) + context * LEVEL_TABLE;
}

/** Cost of a block of levels from position `first` to `last`, -1 for none, in a context of 0 to 2. */
export function blockCost(kind: usize, first: i32, context: u32, levels: usize, last: i32): u32 {
  const p = tokenProbabilities + kind * BLOCK_KIND + <usize>first * POSITION + <usize>context * CONTEXT;
  if (last < first) return bitCost(0, load<u8>(p));
  let cost = context == 0 ? bitCost(1, load<u8>(p)) : 0;
  const kindCosts = TOKENS + kind * 24 * LEVEL_TABLE;
  let table = kindCosts + load<u16>(BY_POSITION + ((<usize>first) << 1)) + <usize>context * LEVEL_TABLE;
  for (let n = <usize>first; n < <usize>last; n++) {
    const level = <i32>abs(<i32>load<i16>(levels + (n << 1)));
    cost +=
      load<u16>(table + ((<usize>min(level, LEVELS - 1)) << 1)) + load<u16>(FIXED + ((<usize>level) << 1));
    table = kindCosts + load<u16>(BY_POSITION + (n << 1), 2) + <usize>min(level, 2) * LEVEL_TABLE;
  }
  const level = <i32>abs(<i32>load<i16>(levels + ((<usize>last) << 1)));
  cost +=
    load<u16>(table + ((<usize>min(level, LEVELS - 1)) << 1)) + load<u16>(FIXED + ((<usize>level) << 1));
  if (last == 15) return cost;
  const next = tokenProbabilities + kind * BLOCK_KIND + <usize>(last + 1) * POSITION;
  return cost + bitCost(0, load<u8>(next + (level == 1 ? CONTEXT : 2 * CONTEXT)));
}
