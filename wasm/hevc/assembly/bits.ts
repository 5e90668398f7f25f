/**
 * Reads a raw byte sequence payload bit by bit (ITU-T H.265, sections 7.2 and 9.2). Beyond its end there are zeros: what
 * is read there is looked at by `pastEnd` alone.
 */

let start: usize = 0;
/** Bits read, and bits that there are. */
let at: u32 = 0;
let size: u32 = 0;

/** Begins at the first of `bytes` bytes, behind which 8 more may be read. */
export function startBits(from: usize, bytes: u32): void {
  start = from;
  at = 0;
  size = bytes << 3;
}

/** An unsigned number of up to 32 bits. */
export function readBits(count: u32): u32 {
  if (count == 0) return 0;
  const from = min(at, size);
  const loaded = bswap(load<u64>(start + (from >> 3)));
  const first = <u64>(from & 7);
  const rest = <u64>(64 - count);
  at += count;
  return <u32>((loaded << first) >> rest);
}

/** One bit. */
export function readFlag(): bool {
  return readBits(1) != 0;
}

/** An unsigned number of Exp-Golomb's code; one of more than 31 bits ends at that. */
export function readUe(): u32 {
  let zeros: u32 = 0;
  while (zeros < 31 && !readFlag()) zeros++;
  return (1 << zeros) - 1 + readBits(zeros);
}

/** A signed number of that code. */
export function readSe(): i32 {
  const code = readUe();
  return code & 1 ? <i32>((code + 1) >> 1) : -(<i32>(code >> 1));
}

/** Passes over bits. */
export function skipBits(count: u32): void {
  at = min(at, size) + count;
}

/** True when more was read than there is. */
export function pastEnd(): bool {
  return at > size;
}

/** Bytes read, the one begun among them. */
export function bytesRead(): u32 {
  return (min(at, size) + 7) >> 3;
}
