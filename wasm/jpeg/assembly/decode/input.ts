/**
 * The file as it arrives: a buffer that the host fills in chunks. It never holds more than three of them, whatever
 * the size of the file.
 */
import { allocate, DECODER } from '../memory';

/** Most bytes the host may hand over at once. A marker segment is shorter, so two chunks always hold a whole one. */
export const CHUNK: usize = 65536;
const CAPACITY: usize = 3 * CHUNK;

@unmanaged
class Input {
  start: usize;
  /** Next unread byte. */
  position: usize;
  /** One past the last byte that arrived. */
  end: usize;
  /** Where in the file the byte after that is. */
  next: usize;
  /** True when no more will come. */
  ended: bool;
}

/** The one file being read. */
export const input = changetype<Input>(memory.data(offsetof<Input>(), 16));

export function openInput(): void {
  input.start = allocate(DECODER, CAPACITY);
  seekInput(0);
}

/** The host will hand the file over from byte `at` on. */
export function seekInput(at: usize): void {
  input.position = input.start;
  input.end = input.start;
  input.next = at;
  input.ended = false;
}

/** Takes bytes that were written to the target. */
export function pushInput(bytes: usize): void {
  input.end += bytes;
  input.next += bytes;
}

/** Where in the file the next unread byte is. */
export function inputOffset(): usize {
  return input.next - available();
}

/** Where the host may write up to CHUNK bytes. Unread bytes are moved to the front when room runs out. */
export function inputTarget(): usize {
  if (input.end + CHUNK > input.start + CAPACITY) {
    const unread = input.end - input.position;
    memory.copy(input.start, input.position, unread);
    input.position = input.start;
    input.end = input.start + unread;
  }
  return input.end;
}

// @ts-ignore: decorator
@inline
export function available(): usize {
  return input.end - input.position;
}

/** A 16-bit number as markers store it, most significant byte first. */
// @ts-ignore: decorator
@inline
export function bigEndian16(address: usize): i32 {
  return <i32>bswap<u16>(load<u16>(address));
}

/**
 * Moves past entropy-coded data to the next marker that is no restart marker. False when it is not in the buffer and
 * more data may come; at the end of the file the position is the end.
 */
export function skipToMarker(): bool {
  const ff = i8x16.splat(-1);
  const end = input.end;
  let at = input.position;
  while (at + 1 < end) {
    if (at + 16 <= end) {
      const found = i8x16.bitmask(i8x16.eq(v128.load(at), ff));
      if (found == 0) {
        at += 16;
        continue;
      }
      at += ctz(found);
      if (at + 1 >= end) break;
    } else if (load<u8>(at) != 0xff) {
      at++;
      continue;
    }
    const code = load<u8>(at, 1);
    if (code == 0xff) at++;
    else if (endsSegment(code) && !isRestart(code)) {
      input.position = at;
      return true;
    } else at += 2;
  }
  input.position = at;
  return input.ended;
}

/** RST0 to RST7. */
// @ts-ignore: decorator
@inline
export function isRestart(code: u8): bool {
  return (code & 0xf8) == 0xd0;
}

/**
 * True for a code that ends entropy-coded data. 0 is a stuffed byte (T.81 B.1.1.5) and the codes from 1 to BF are
 * reserved: inside a scan they are damage, not markers.
 */
// @ts-ignore: decorator
@inline
export function endsSegment(code: u8): bool {
  return code >= 0xc0;
}
