/**
 * Scans in arithmetic coding, sequential and progressive (T.81 annexes F.1.4 and G.1.3). Few files have them, so all go
 * through stored coefficients, as scans of progressive pictures do.
 */
import {
  ARITHMETIC_BYTES,
  broken,
  decodeCoefficient,
  decodeCorrection,
  decodeDifference,
  decodeEnd,
  decodePresence,
  evenBit,
  recallArithmetic,
  rememberArithmetic,
  startArithmetic,
} from './arithmetic';
import { exhausted, mcuReady, pastEnd } from './bits';
import { DISCARD } from './dequantise';
import { Component, component, frame, MAX_COMPONENTS } from './frame';
import { nextInterval } from './restart';
import { member, scan } from './scan';
import { historyOf, recordOf } from './store';

/** For each component the bin that its last difference leads to. */
const contexts = memory.data(MAX_COMPONENTS);
let started: bool = false;

/** A scan begins whose header was read. */
export function openArithmeticScan(): void {
  started = false;
}

/** Decodes units until the scan's needed rows are done; false when data must come first. */
export function decodeArithmeticScan(): bool {
  for (; scan.row < scan.unitsHigh; scan.row++, scan.column = 0) {
    for (; scan.column < scan.unitsWide; scan.column++) {
      if (scan.interval && scan.left == 0) {
        if (!nextInterval()) return false;
        started = false;
      }
      if (!mcuReady()) return false;
      scan.left--;
      if (exhausted() || (started && (broken || pastEnd()))) {
        frame.damaged = true;
        if (scan.interval == 0) return true;
        continue;
      }
      if (!started) start();
      frame.readable = true;
      decodeUnit();
    }
  }
  return true;
}

/** What the scan remembers between two strips: whether it is started, contexts, and the coder's state. */
const CONTEXTS: usize = 4;
const CODER: usize = 8;
export const ARITHMETIC_SCAN_BYTES: usize = CODER + ARITHMETIC_BYTES;

export function rememberArithmeticScan(place: usize): void {
  store<bool>(place, started);
  memory.copy(place + CONTEXTS, contexts, MAX_COMPONENTS);
  rememberArithmetic(place + CODER);
}

export function recallArithmeticScan(place: usize): void {
  started = load<bool>(place);
  memory.copy(contexts, place + CONTEXTS, MAX_COMPONENTS);
  recallArithmetic(place + CODER);
}

function start(): void {
  startArithmetic();
  memory.fill(contexts, 0, MAX_COMPONENTS);
  started = true;
}

function decodeUnit(): void {
  if (scan.count == 1) {
    decodeBlock(member(0), scan.row, scan.column);
    return;
  }
  for (let i = 0; i < scan.count; i++) {
    const c = member(i);
    for (let y = 0; y < c.v; y++) {
      for (let x = 0; x < c.h; x++) decodeBlock(c, scan.row * c.v + y, scan.column * c.h + x);
    }
  }
}

function decodeBlock(c: Component, row: i32, column: i32): void {
  const record = recordOf(c, row, column);
  if (scan.spectralStart == 0) decodeDc(c, record);
  if (frame.progressive && scan.spectralStart == 0) return;
  const first = max(scan.spectralStart, 1);
  // At a size of one sample only DC is kept, and what was found is not recorded.
  const history = c.history ? historyOf(c, row, column) : 0;
  if (scan.approximationHigh == 0) decodeBand(c, record, history, first);
  else refineBand(c, record, history, first);
}

function decodeDc(c: Component, record: usize): void {
  if (scan.approximationHigh) {
    if (evenBit()) store<i16>(record, <i16>((<i32>load<i16>(record)) | (1 << scan.approximationLow)));
    return;
  }
  const context = contexts + (changetype<usize>(c) - changetype<usize>(component(0))) / offsetof<Component>();
  c.predictor += decodeDifference(c.tables >> 4, context);
  store<i16>(record, <i16>(c.predictor << scan.approximationLow));
}

function decodeBand(c: Component, record: usize, history: usize, first: i32): void {
  const table = c.tables & 15;
  let found: u64 = 0;
  for (let k = first; k <= scan.spectralEnd && !broken; k++) {
    if (decodeEnd(table, k)) break;
    while (!decodePresence(table, k)) if (++k > scan.spectralEnd) return;
    put(c, record, k, decodeCoefficient(table, k) << scan.approximationLow);
    found |= (<u64>1) << k;
  }
  if (history) store<u64>(history, load<u64>(history) | found);
}

/** Refines what has a history, and finds what has not; a band may only end behind the last known coefficient. */
function refineBand(c: Component, record: usize, history: usize, first: i32): void {
  const table = c.tables & 15;
  const unit: i32 = 1 << scan.approximationLow;
  const known = load<u64>(history);
  const upTo = known & ((<u64>-1) >> (63 - scan.spectralEnd));
  const last = upTo ? 63 - <i32>clz(upTo) : 0;
  let found: u64 = 0;
  for (let k = first; k <= scan.spectralEnd; k++) {
    if (k > last && decodeEnd(table, k)) break;
    while (true) {
      if ((known >> k) & 1) {
        if (decodeCorrection(table, k)) correct(c, record, k, unit);
        break;
      }
      if (decodePresence(table, k)) {
        put(c, record, k, evenBit() ? -unit : unit);
        found |= (<u64>1) << k;
        break;
      }
      if (++k > scan.spectralEnd) return;
    }
  }
  store<u64>(history, known | found);
}

/** Keeps a coefficient, if the component's size has a place for it. */
function put(c: Component, record: usize, k: i32, value: i32): void {
  const place = placeOf(c, k);
  if (place < DISCARD) store<i16>(record + place, <i16>value);
}

function correct(c: Component, record: usize, k: i32, unit: i32): void {
  const place = placeOf(c, k);
  if (place >= DISCARD) return;
  const value = <i32>load<i16>(record + place);
  store<i16>(record + place, <i16>(value + ((value >> 31) | 1) * unit));
}

// @ts-ignore: decorator
@inline
function placeOf(c: Component, k: i32): u32 {
  return load<u32>(c.dequant + ((<usize>k) << 2)) & 0xffff;
}
