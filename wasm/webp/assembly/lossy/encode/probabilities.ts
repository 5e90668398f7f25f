/** Probabilities of tokens as they turn out to be, where telling them to the decoder pays (RFC 6386, sections 13.4 and 13.5). */
import { BANDS, BLOCK_KIND, CONTEXT, POSITION, tokenProbabilities } from '../header';
import { COEFFICIENT_PROBABILITIES } from '../tables/coefficients';
import { UPDATE_PROBABILITIES } from '../tables/updates';
import { BoolEncoder, putBool, putLiteral } from './bool-encoder';
import { bitCost } from './costs';
import { decisions } from './tokens';

/** In the order of the header: 4 kinds, 8 bands, 3 contexts, 11 decisions. */
const COUNT: i32 = 1056;
const BAND: i32 = 33;
const KIND: i32 = 264;
const chosen = memory.data(1056);
/** Cost of the eight bits of a new probability. */
const TOLD: i64 = 8 * 256;

/** Begins with those that decoders begin with. */
export function resetProbabilities(): void {
  memory.copy(chosen, COEFFICIENT_PROBABILITIES, COUNT);
  spread();
}

/** Chooses probabilities by the decisions counted so far. */
export function chooseProbabilities(): void {
  for (let i = 0; i < COUNT; i++) {
    const before = load<u8>(COEFFICIENT_PROBABILITIES + i);
    store<u8>(chosen + i, before);
    const counts = countOf(i);
    const no = <i64>(counts & 0xffffffff),
      yes = <i64>(counts >> 32);
    if (yes == 0) {
      choose(i, no, yes, before, 255);
      continue;
    }
    choose(i, no, yes, before, <u32>max<i64>(1, 255 - (yes * 255) / (no + yes)));
  }
  spread();
}

function choose(i: i32, no: i64, yes: i64, before: u32, own: u32): void {
  const update = load<u8>(UPDATE_PROBABILITIES + i);
  const keep = costOf(no, yes, before) + bitCost(0, update);
  const change = costOf(no, yes, own) + bitCost(1, update) + TOLD;
  if (change < keep) store<u8>(chosen + i, <u8>own);
}

function costOf(no: i64, yes: i64, probability: u32): i64 {
  return no * bitCost(0, probability) + yes * bitCost(1, probability);
}

/** How often the decision was false (low half) and true (high half). */
function countOf(i: i32): u64 {
  const kind = i / KIND,
    band = (i % KIND) / BAND,
    context = (i % BAND) / 11,
    node = i % 11;
  let sum: u64 = 0;
  for (let n: usize = 0; n < 16; n++) {
    if (load<u8>(BANDS + n) != band) continue;
    sum += load<u64>(
      decisions + ((<usize>kind * BLOCK_KIND + n * POSITION + <usize>context * CONTEXT + node) << 3),
    );
  }
  return sum;
}

/** Lays them out by position. */
function spread(): void {
  for (let kind: usize = 0; kind < 4; kind++) {
    for (let n: usize = 0; n < 17; n++) {
      const from = chosen + kind * KIND + <usize>load<u8>(BANDS + n) * BAND;
      const to = tokenProbabilities + kind * BLOCK_KIND + n * POSITION;
      for (let context: usize = 0; context < 3; context++)
        memory.copy(to + context * CONTEXT, from + context * 11, 11);
    }
  }
}

/** Writes which are new, and what they are. */
export function writeProbabilities(e: BoolEncoder): void {
  for (let i = 0; i < COUNT; i++) {
    const own = load<u8>(chosen + i);
    const changed = u32(own != load<u8>(COEFFICIENT_PROBABILITIES + i));
    putBool(e, changed, load<u8>(UPDATE_PROBABILITIES + i));
    if (changed) putLiteral(e, own, 8);
  }
}
