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
import { clearLzwWindow, expand, LONGEST, lzwNext, lzwOut, setLzwInput, startLzw } from './lzw';

/** `step` wants more input. */
export const WANTS_INPUT: i32 = 0;
/** There is output, and more to come. */
export const READY: i32 = 1;
/** The stream ended, soundly or not; the last output is there. */
export const ENDED: i32 = 2;

export const LZW: i32 = 0;

const INPUT_BYTES: usize = 65536;
/** A broken stream may be read this far beyond its end. */
const INPUT_SLACK: usize = 512;
const WINDOW_BYTES: usize = 98304;

const input: usize = memory.data(65536 + 512, 16);
const window: usize = memory.data(32768 + 98304 + 4096 + 512, 16);
const windowEnd: usize = window + HISTORY + WINDOW_BYTES;

let lzw: bool = false;
let next: usize = 0;
let end: usize = 0;
let last: bool = false;
/** Output that was not taken yet begins here. */
let taken: usize = 0;

/** Begins a stream: `LZW`, or Deflate for any other number. */
export function start(method: i32): void {
  lzw = method == LZW;
  last = false;
  next = end = input;
  taken = window;
  if (lzw) startLzw(window);
  else {
    startInflate(window, windowEnd - OVERRUN);
    setInput(input, input, false);
  }
}

function unread(): usize {
  return lzw ? end - next : unreadBytes();
}

/** Where the next input goes. */
export function inputAddress(): usize {
  const kept = unread();
  memory.copy(input, lzw ? next : unreadInput(), kept);
  if (lzw) {
    next = input;
    end = input + kept;
  } else setInput(input, input + kept, false);
  return input + kept;
}

/** How many bytes may go there. */
export function inputRoom(): usize {
  return INPUT_BYTES - unread();
}

/** Says that `count` bytes were put there, and whether they were the last. */
export function inputAdded(count: usize, final: bool): void {
  last = final;
  if (lzw) end += count;
  else setInput(unreadInput(), unreadInput() + unreadBytes() + count, final);
}

/** Makes output until there is something to say. */
export function step(): i32 {
  slide();
  return lzw ? stepLzw() : stepInflate();
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
  if (lzw) {
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
  return (lzw ? lzwOut : out) - taken;
}

/** Says that `count` bytes of it were taken. */
export function outputTaken(count: usize): void {
  taken += count;
}
