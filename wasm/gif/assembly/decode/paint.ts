/** Turns indices into RGBA. */

/** 256 colours as 32-bit numbers; 0 is not painted. */
const colours: usize = memory.data(256 * 4, 16);

/** Where the colours of the frame at hand go. */
export function coloursAddress(): usize {
  return colours;
}

/** Paints `count` indices onto pixels from `to` on. */
export function paint(indices: usize, count: u32, to: usize): void {
  for (const end = indices + count; indices < end; indices++, to += 4) {
    const colour = load<u32>(colours + ((<usize>load<u8>(indices)) << 2));
    if (colour) store<u32>(to, colour);
  }
}
