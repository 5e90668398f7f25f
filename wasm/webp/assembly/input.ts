/**
 * Windows on the parts of a file. A lossy picture is read from up to ten places at once: its modes, its partitions of
 * tokens, its transparency. The host keeps the file; each stream holds the next bytes of one part and asks for more.
 */
import { allocate } from '../../shared/memory';

/** Bytes of one window. */
const WINDOW: usize = 32768;
/** Zeros behind the last byte of a part: decoders may read as far beyond the end before they look where they are. */
const MARGIN: usize = 8192 + 64;

@unmanaged
export class Stream {
  start: usize;
  /** Next unread byte; a decoder that has run beyond `end` finds zeros. */
  next: usize;
  /** One past the last byte that arrived. */
  end: usize;
  /** Which of the host's payloads the part lies in. */
  payload: i32;
  /** Place in the payload of the byte that is to arrive next, and how many will come. */
  offset: u32;
  left: u32;
}

/** The stream that wants more. */
let wanting: Stream = changetype<Stream>(0);

/** A window on `length` bytes of a payload. */
export function openStream(payload: i32, offset: u32, length: u32): Stream {
  const stream = changetype<Stream>(allocate(offsetof<Stream>()));
  stream.start = allocate(min<usize>(WINDOW, <usize>length) + MARGIN);
  stream.next = stream.start;
  stream.end = stream.start;
  stream.payload = payload;
  stream.offset = offset;
  stream.left = length;
  if (length == 0) memory.fill(stream.end, 0, MARGIN);
  return stream;
}

/** True when `ahead` bytes can be read, or all that there are; else the host is to be asked. */
// @ts-ignore: decorator
@inline
export function has(stream: Stream, ahead: usize): bool {
  if (stream.left == 0 || stream.next + ahead <= stream.end) return true;
  wanting = stream;
  return false;
}

/** True when more was read than there is. */
// @ts-ignore: decorator
@inline
export function overrun(stream: Stream): bool {
  return stream.left == 0 && stream.next > stream.end;
}

export function inputPayload(): i32 {
  return wanting.payload;
}
export function inputOffset(): u32 {
  return wanting.offset;
}

/** Most bytes to hand over; unread ones are moved to the front to make room. */
export function inputLength(): u32 {
  const stream = wanting;
  const unread = max<isize>(stream.end - stream.next, 0);
  memory.copy(stream.start, stream.end - unread, unread);
  stream.next -= stream.end - unread - stream.start;
  stream.end = stream.start + unread;
  return min(stream.left, <u32>(WINDOW - unread));
}
export function inputAddress(): usize {
  return wanting.end;
}

/** Takes the bytes that were handed over: at least one, and no more than were asked for. */
export function inputTaken(taken: u32): void {
  const stream = wanting;
  stream.end += taken;
  stream.offset += taken;
  stream.left -= taken;
  if (stream.left == 0) memory.fill(stream.end, 0, MARGIN);
}
