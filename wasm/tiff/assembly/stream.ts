/**
 * One compressed stream: input is put where `inputAddress` says, `step` makes output, which the caller takes before it
 * steps on. The window keeps what Deflate's matches may reach back to.
 */
import {
  HISTORY,
  inflate,
  moveWindow,
  NEED_INPUT,
  out,
  OVERRUN,
  setInput,
  startInflate,
  unreadBytes,
  unreadInput,
  WINDOW_FULL,
} from '../../png/assembly/inflate/inflate';
import { reset } from '../../shared/memory';
import { expandLzma, startLzma } from './lzma/chunks';
import { lzmaNext, setLzmaInput } from './lzma/range';
import { clearLzwWindow, expand, LONGEST, lzwNext, lzwOut, setLzwInput, startLzw } from './lzw';
import { expandZstd, startZstd, zstdNext } from './zstd/blocks';
import { handOut, ringOut, ringOutEnd, startRing } from './ring';

/** `step` wants more input. */
export const WANTS_INPUT: i32 = 0;
/** There is output, and more to come. */
export const READY: i32 = 1;
/** The stream ended, soundly or not; the last output is there. */
export const ENDED: i32 = 2;

export const LZW: i32 = 0;
export const DEFLATE: i32 = 1;
export const LZMA: i32 = 2;
export const ZSTD: i32 = 3;

const INPUT_BYTES: i32 = 65536;
/** A broken stream may be read this far beyond its end. */
const INPUT_SLACK: i32 = 512;
const WINDOW_BYTES: usize = 98304;

const input: usize = memory.data(INPUT_BYTES + INPUT_SLACK, 16);
const window: usize = memory.data(32768 + 98304 + 4096 + 512, 16);
const windowEnd: usize = window + HISTORY + WINDOW_BYTES;

let method: i32 = LZW;
let next: usize = 0;
let end: usize = 0;
let last: bool = false;
/** Output that was not taken yet begins here. */
let taken: usize = 0;

/**
 * Begins a stream. One that reaches farther back than Deflate's needs `past` bytes of what it made, at least 131,072; its
 * differences, where it has some, are to the byte `delta` before.
 */
export function start(how: i32, past: usize, delta: usize): void {
  method = how;
  last = false;
  next = end = input;
  taken = window;
  reset();
  if (method == LZW) startLzw(window);
  else if (method == DEFLATE) {
    startInflate(window, windowEnd - OVERRUN);
    setInput(input, input, false);
  } else {
    startRing(window, past, delta);
    taken = ringOut;
    if (method == LZMA) startLzma();
    else startZstd();
  }
}

function unread(): usize {
  return method == DEFLATE ? unreadBytes() : end - next;
}

/** Where the next input goes. */
export function inputAddress(): usize {
  const kept = unread();
  memory.copy(input, method == DEFLATE ? unreadInput() : next, kept);
  next = input;
  end = input + kept;
  if (method == DEFLATE) setInput(input, end, false);
  return input + kept;
}

/** How many bytes may go there. */
export function inputRoom(): usize {
  return INPUT_BYTES - unread();
}

/** Says that `count` bytes were put there, and whether they were the last. */
export function inputAdded(count: usize, final: bool): void {
  last = final;
  end += count;
  if (method == DEFLATE) setInput(unreadInput(), unreadInput() + unreadBytes() + count, final);
}

/** Makes output until there is something to say. */
export function step(): i32 {
  if (method >= LZMA) return stepRing();
  slide();
  return method == LZW ? stepLzw() : stepInflate();
}

/** What was made is handed out, whyever no more is. */
function stepRing(): i32 {
  const reason = method == LZMA ? stepLzma() : expandZstd(next, end, last);
  next = method == LZMA ? lzmaNext() : zstdNext();
  handOut();
  taken = ringOut;
  return reason;
}

function stepLzma(): i32 {
  setLzmaInput(next, end, last);
  return expandLzma();
}

function stepLzw(): i32 {
  setLzwInput(next, end, last);
  const reason = expand(windowEnd - LONGEST);
  next = lzwNext;
  return reason;
}

function stepInflate(): i32 {
  const reason = inflate();
  if (reason == NEED_INPUT) return out > taken ? READY : WANTS_INPUT;
  return reason == WINDOW_FULL ? READY : ENDED;
}

/** Makes room: what was taken goes, but for the history. */
function slide(): void {
  if (method == LZW) {
    if (taken == lzwOut) {
      taken = window;
      clearLzwWindow();
    }
    return;
  }
  if (taken != out || out < window + HISTORY) return;
  const moved = out - HISTORY - window;
  memory.copy(window, out - HISTORY, HISTORY);
  moveWindow(moved);
  taken -= moved;
}

/** Where the output that was not taken lies. */
export function outputAddress(): usize {
  return taken;
}

export function outputBytes(): usize {
  return (method >= LZMA ? ringOutEnd : method == LZW ? lzwOut : out) - taken;
}

/** Says that `count` bytes of it were taken. */
export function outputTaken(count: usize): void {
  taken += count;
}
