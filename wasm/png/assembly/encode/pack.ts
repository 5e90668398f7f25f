/** RGBA to the channels that are written. Targets may be written 16 bytes too far. */

/** Packs `count` pixels into 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 channels. Grey is what red says. */
export function packRow(from: usize, count: usize, channels: u32, to: usize): void {
  if (channels == 4) memory.copy(to, from, count << 2);
  else if (channels == 3) packRgb(from, count, to);
  else if (channels == 2) packGreyAlpha(from, count, to);
  else packGrey(from, count, to);
}

function packRgb(from: usize, count: usize, to: usize): void {
  for (const end = from + (count << 2); from < end; from += 16, to += 12) {
    const pixels = v128.load(from);
    v128.store(to, v128.shuffle<u8>(pixels, pixels, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 3, 3, 3));
  }
}

function packGreyAlpha(from: usize, count: usize, to: usize): void {
  for (const end = from + (count << 2); from < end; from += 16, to += 8) {
    const pixels = v128.load(from);
    v128.store64_lane(
      to,
      v128.shuffle<u8>(pixels, pixels, 0, 3, 4, 7, 8, 11, 12, 15, 0, 0, 0, 0, 0, 0, 0, 0),
      0,
    );
  }
}

function packGrey(from: usize, count: usize, to: usize): void {
  for (const end = from + (count << 2); from < end; from += 16, to += 4) {
    const pixels = v128.load(from);
    v128.store32_lane(
      to,
      v128.shuffle<u8>(pixels, pixels, 0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      0,
    );
  }
}
