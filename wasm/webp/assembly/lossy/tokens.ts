/** Reads the coefficients of a block and of a macroblock (RFC 6386, section 13). */
import { BoolDecoder, readBool } from './bool-decoder';
import { BLOCK_KIND, CONTEXT, POSITION, tokenProbabilities } from './header';
import { inverseWalsh } from './inverse-transform';
import {
  CHROMA,
  coefficients,
  filled,
  LUMA_AFTER_SECOND,
  LUMA_WITH_DC,
  macroblock,
  SECOND,
  SECOND_CONTEXT,
  SECOND_ORDER,
  tokensLeft,
} from './macroblock';
import { quantisers } from './quantisers';

/** Places of coefficients in a block, in the order they are coded, as byte offsets. */
const ZIGZAG = memory.data<u8>([0, 2, 8, 16, 10, 4, 6, 12, 18, 24, 26, 20, 14, 22, 28, 30]);

/** Least number of each category of large levels, and the probabilities of its extra bits, a zero after the last. */
const CATEGORY_3 = memory.data<u8>([173, 148, 140, 0]);
const CATEGORY_4 = memory.data<u8>([176, 155, 140, 135, 0]);
const CATEGORY_5 = memory.data<u8>([180, 157, 141, 134, 130, 0]);
const CATEGORY_6 = memory.data<u8>([254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129, 0]);

/** A level of 2 or more. */
function readLarge(d: BoolDecoder, p: usize): i32 {
  if (!readBool(d, load<u8>(p, 3))) {
    if (!readBool(d, load<u8>(p, 4))) return 2;
    return 3 + readBool(d, load<u8>(p, 5));
  }
  if (!readBool(d, load<u8>(p, 6))) {
    if (!readBool(d, load<u8>(p, 7))) return 5 + readBool(d, 159);
    const high = readBool(d, 165);
    return 7 + 2 * high + readBool(d, 145);
  }
  if (!readBool(d, load<u8>(p, 8))) {
    return readBool(d, load<u8>(p, 9)) ? 19 + readExtra(d, CATEGORY_4) : 11 + readExtra(d, CATEGORY_3);
  }
  return readBool(d, load<u8>(p, 10)) ? 67 + readExtra(d, CATEGORY_6) : 35 + readExtra(d, CATEGORY_5);
}

function readExtra(d: BoolDecoder, table: usize): i32 {
  let extra = 0;
  for (let p = load<u8>(table); p != 0; p = load<u8>(++table)) extra = (extra << 1) | readBool(d, p);
  return extra;
}

/**
 * Reads the block from position `n` on, multiplied by the steps of its kind, to `out`. The place after its last token; `n`
 * when there is none. `probabilities` are those of its kind.
 */
function readBlock(
  d: BoolDecoder,
  probabilities: usize,
  context: u32,
  dcStep: i32,
  acStep: i32,
  n: i32,
  out: usize,
): i32 {
  let p = probabilities + <usize>n * POSITION + <usize>context * CONTEXT;
  let value = d.value;
  let count = d.count;
  let range = d.range;
  let next = d.stream.next;
  let step = n == 0 ? dcStep : acStep;
  let last = n;
  let more = true;
  while (n < 16) {
    if (count < 32) {
      value |= bswap<u64>(load<u64>(next)) >> (<u64>count);
      next += (63 - count) >> 3;
      count |= 56;
    }
    if (more) {
      const split = 1 + (((range - 1) * load<u8>(p)) >> 8);
      const bigSplit = (<u64>split) << 56;
      if (value < bigSplit) {
        const shift = clz(split) - 24;
        value <<= <u64>shift;
        count -= shift;
        range = split << shift;
        break;
      }
      value -= bigSplit;
      range -= split;
      const shift = clz(range) - 24;
      value <<= <u64>shift;
      count -= shift;
      range <<= shift;
    }
    // Zero or not.
    let split = 1 + (((range - 1) * load<u8>(p, 1)) >> 8);
    let bigSplit = (<u64>split) << 56;
    if (value < bigSplit) {
      const shift = clz(split) - 24;
      value <<= <u64>shift;
      count -= shift;
      range = split << shift;
      p = probabilities + <usize>++n * POSITION;
      step = acStep;
      more = false;
      continue;
    }
    value -= bigSplit;
    range -= split;
    let shift = clz(range) - 24;
    value <<= <u64>shift;
    count -= shift;
    range <<= shift;
    // One or more.
    split = 1 + (((range - 1) * load<u8>(p, 2)) >> 8);
    bigSplit = (<u64>split) << 56;
    let level = 1;
    let follows: usize = CONTEXT;
    if (value < bigSplit) {
      shift = clz(split) - 24;
      value <<= <u64>shift;
      count -= shift;
      range = split << shift;
    } else {
      value -= bigSplit;
      range -= split;
      shift = clz(range) - 24;
      d.value = value << (<u64>shift);
      d.count = count - shift;
      d.range = range << shift;
      d.stream.next = next;
      level = readLarge(d, p);
      value = d.value;
      count = d.count;
      range = d.range;
      next = d.stream.next;
      follows = 2 * CONTEXT;
      if (count < 32) {
        value |= bswap<u64>(load<u64>(next)) >> (<u64>count);
        next += (63 - count) >> 3;
        count |= 56;
      }
    }
    // The sign is an even decision: no branch, for it could not be foretold.
    split = (range + 1) >> 1;
    bigSplit = (<u64>split) << 56;
    const negative = -i32(value >= bigSplit);
    value -= bigSplit & (<u64>(<i64>negative));
    range = (range + 1 + negative) >> 1;
    level = (level ^ negative) - negative;
    shift = clz(range) - 24;
    value <<= <u64>shift;
    count -= shift;
    range <<= shift;
    store<i16>(out + load<u8>(ZIGZAG + n), <i16>(level * step));
    last = ++n;
    p = probabilities + <usize>n * POSITION + follows;
    step = acStep;
    more = true;
  }
  d.value = value;
  d.count = count;
  d.range = range;
  d.stream.next = next;
  return more ? last : 16;
}

/** Reads all coefficients of the macroblock; `above` are the contexts above it, which are replaced. */
export function readCoefficients(d: BoolDecoder, above: usize): void {
  const q = quantisers(macroblock.segment);
  let kind = LUMA_WITH_DC;
  let first = 0;
  if (!macroblock.subblocks) {
    readSecondOrder(d, above);
    kind = LUMA_AFTER_SECOND;
    first = 1;
  }
  const probabilities = tokenProbabilities + kind * BLOCK_KIND;
  for (let y: usize = 0; y < 4; y++) {
    let left = load<u8>(tokensLeft + y);
    for (let x: usize = 0; x < 4; x++) {
      const block = (y << 2) + x;
      const at = coefficients + (block << 5);
      const end = readBlock(d, probabilities, left + load<u8>(above + x), q.y1Dc, q.y1Ac, first, at);
      left = u8(end > first);
      store<u8>(above + x, left);
      store<u8>(filled + block, end > 1 ? 2 : u8(load<i16>(at) != 0));
    }
    store<u8>(tokensLeft + y, left);
  }
  readChroma(d, above + 4, tokensLeft + 4, 16, q.uvDc, q.uvAc);
  readChroma(d, above + 6, tokensLeft + 6, 20, q.uvDc, q.uvAc);
  macroblock.empty = (load<u64>(filled) | load<u64>(filled, 8) | load<u64>(filled, 16)) == 0;
}

function readSecondOrder(d: BoolDecoder, above: usize): void {
  const q = quantisers(macroblock.segment);
  const context = load<u8>(above + SECOND_CONTEXT) + load<u8>(tokensLeft + SECOND_CONTEXT);
  const from = coefficients + SECOND_ORDER;
  const end = readBlock(d, tokenProbabilities + SECOND * BLOCK_KIND, context, q.y2Dc, q.y2Ac, 0, from);
  store<u8>(above + SECOND_CONTEXT, u8(end > 0));
  store<u8>(tokensLeft + SECOND_CONTEXT, u8(end > 0));
  if (end == 0) return;
  inverseWalsh(from, coefficients);
  memory.fill(from, 0, 32);
}

function readChroma(
  d: BoolDecoder,
  above: usize,
  leftOf: usize,
  block: usize,
  dcStep: i32,
  acStep: i32,
): void {
  const probabilities = tokenProbabilities + CHROMA * BLOCK_KIND;
  for (let y: usize = 0; y < 2; y++) {
    let left = load<u8>(leftOf + y);
    for (let x: usize = 0; x < 2; x++, block++) {
      const at = coefficients + (block << 5);
      const end = readBlock(d, probabilities, left + load<u8>(above + x), dcStep, acStep, 0, at);
      left = u8(end > 0);
      store<u8>(above + x, left);
      store<u8>(filled + block, end > 1 ? 2 : u8(load<i16>(at) != 0));
    }
    store<u8>(leftOf + y, left);
  }
}

/** What a macroblock without coefficients leaves to its neighbours. The second-order context passes those without it. */
export function clearContexts(above: usize): void {
  store<u64>(above, 0);
  store<u64>(tokensLeft, 0);
  if (macroblock.subblocks) return;
  store<u8>(above + SECOND_CONTEXT, 0);
  store<u8>(tokensLeft + SECOND_CONTEXT, 0);
}
