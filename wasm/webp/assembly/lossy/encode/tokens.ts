/**
 * The tokens of a macroblock (RFC 6386, section 13): counted while it is recorded, written once their probabilities are
 * known.
 */
import { BLOCK_KIND, CONTEXT, POSITION, tokenProbabilities } from '../header';
import { CHROMA, LUMA_AFTER_SECOND, LUMA_WITH_DC, SECOND, SECOND_CONTEXT } from '../macroblock';
import { BoolEncoder, putBool } from './bool-encoder';
import { category, extraBits, extraProbabilities, leastOf } from './levels';
import { chosenLast, chosenLevels, LEVELS, SECOND_BLOCK } from './trial';

/** For each probability how often its decision was false and true, u32 each. */
export const decisions = memory.data(4 * 17 * 48 * 8, 16);
const DECISIONS_BYTES: usize = 4 * 17 * 48 * 8;
/** Writes the tokens. */
export const tokenEncoder = changetype<BoolEncoder>(memory.data(offsetof<BoolEncoder>(), 16));

export function clearDecisions(): void {
  memory.fill(decisions, 0, DECISIONS_BYTES);
}

/** Takes all tokens of the chosen levels; contexts above and to the left are replaced. */
export function countTokens(parts: bool, above: usize, left: usize): void {
  walk(true, parts, above, left);
}
export function writeTokens(parts: bool, above: usize, left: usize): void {
  walk(false, parts, above, left);
}

/** What a macroblock without tokens leaves to its neighbours. The second-order context passes those without it. */
export function clearContexts(parts: bool, above: usize, left: usize): void {
  store<u64>(above, 0);
  store<u64>(left, 0);
  if (parts) return;
  store<u8>(above + SECOND_CONTEXT, 0);
  store<u8>(left + SECOND_CONTEXT, 0);
}

// @ts-ignore: decorator
@inline
function walk(counting: bool, parts: bool, above: usize, left: usize): void {
  if (!parts) takeBlock(counting, SECOND, 0, SECOND_BLOCK, above + SECOND_CONTEXT, left + SECOND_CONTEXT);
  const kind = parts ? LUMA_WITH_DC : LUMA_AFTER_SECOND;
  const first = parts ? 0 : 1;
  for (let block: usize = 0; block < 16; block++) {
    takeBlock(counting, kind, first, block, above + (block & 3), left + (block >> 2));
  }
  for (let block: usize = 0; block < 8; block++) {
    const plane: usize = 4 + ((block >> 2) << 1);
    takeBlock(
      counting,
      CHROMA,
      0,
      16 + block,
      above + plane + (block & 1),
      left + plane + ((block >> 1) & 1),
    );
  }
}

// @ts-ignore: decorator
@inline
function takeBlock(counting: bool, kind: usize, first: i32, block: usize, above: usize, left: usize): void {
  const context = load<u8>(above) + load<u8>(left);
  const last = <i32>load<i8>(chosenLast + block);
  if (counting) countBlock(kind, first, context, chosenLevels + block * LEVELS, last);
  else writeBlock(kind, first, context, chosenLevels + block * LEVELS, last);
  const some = u8(last >= first);
  store<u8>(above, some);
  store<u8>(left, some);
}

function countBlock(kind: usize, first: i32, context: u32, levels: usize, last: i32): void {
  takeLevels(true, kind, first, context, levels, last);
}
function writeBlock(kind: usize, first: i32, context: u32, levels: usize, last: i32): void {
  takeLevels(false, kind, first, context, levels, last);
}

// @ts-ignore: decorator
@inline
function decide(counting: bool, bit: u32, at: usize): void {
  if (counting) {
    const count = decisions + (at << 3) + ((<usize>bit) << 2);
    store<u32>(count, load<u32>(count) + 1);
  } else putBool(tokenEncoder, bit, load<u8>(tokenProbabilities + at));
}

// @ts-ignore: decorator
@inline
function takeLevels(counting: bool, kind: usize, first: i32, context: u32, levels: usize, last: i32): void {
  let p = kind * BLOCK_KIND + <usize>first * POSITION + <usize>context * CONTEXT;
  if (last < first) return decide(counting, 0, p);
  decide(counting, 1, p);
  for (let n = <usize>first; ;) {
    const value = <i32>load<i16>(levels + (n << 1));
    n++;
    const next = kind * BLOCK_KIND + n * POSITION;
    if (value == 0) {
      decide(counting, 0, p + 1);
      p = next;
      continue;
    }
    decide(counting, 1, p + 1);
    const level = <i32>abs(value);
    if (level == 1) {
      decide(counting, 0, p + 2);
      p = next + CONTEXT;
    } else {
      decide(counting, 1, p + 2);
      takeLarge(counting, level, p);
      p = next + 2 * CONTEXT;
    }
    if (!counting) putBool(tokenEncoder, u32(value < 0), 128);
    if (n == 16) return;
    const more = u32(<i32>n <= last);
    decide(counting, more, p);
    if (!more) return;
  }
}

/** The rest of the token of a level of two or more, and its extra bits. */
// @ts-ignore: decorator
@inline
function takeLarge(counting: bool, level: i32, p: usize): void {
  if (level <= 4) {
    decide(counting, 0, p + 3);
    decide(counting, u32(level > 2), p + 4);
    if (level > 2) decide(counting, u32(level == 4), p + 5);
    return;
  }
  decide(counting, 1, p + 3);
  const kind = category(level);
  if (kind < 2) {
    decide(counting, 0, p + 6);
    decide(counting, kind, p + 7);
  } else {
    const upper = u32(kind >= 4);
    decide(counting, 1, p + 6);
    decide(counting, upper, p + 8);
    decide(counting, kind & 1, p + 9 + upper);
  }
  if (!counting) putExtra(kind, level);
}

function putExtra(kind: i32, level: i32): void {
  const extra = level - leastOf(kind);
  const bits = extraBits(kind);
  for (let i = 0; i < bits; i++) {
    putBool(tokenEncoder, (extra >> (bits - 1 - i)) & 1, load<u8>(extraProbabilities(kind) + i));
  }
}
