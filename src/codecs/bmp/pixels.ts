/** Reads pixels of a stored row: through a palette, or by masks out of 16, 24 or 32 bits. */
import type { BmpLayout } from './header.ts';

/** Writes `count` RGBA pixels, those from column `x` on of the row whose bytes begin at `row`, to `out` at `at`. */
export type RowReader = (row: number, x: number, count: number, out: Uint8ClampedArray, at: number) => void;

/** A reader of rows in `bytes`; a palette is taken from `file`. Bytes behind the end count as 0. */
export function rowReader(bytes: Uint8Array, layout: BmpLayout, file: Uint8Array): RowReader {
  if (layout.depth > 8) return maskReader(bytes, layout);
  return indexReader(bytes, layout.depth, readPalette(file, layout));
}

/** The palette as four bytes a colour, all 256 of them: those that the file lacks are black. */
function readPalette(bytes: Uint8Array, { palette }: BmpLayout): Uint8Array {
  const colours = new Uint8Array(256 * 4);
  for (let index = 0; index < 256; index++) {
    const from = palette.at + index * palette.bytes;
    const known = index < palette.entries;
    for (let channel = 0; channel < 3; channel++) {
      colours[index * 4 + channel] = known ? (bytes[from + 2 - channel] ?? 0) : 0;
    }
    colours[index * 4 + 3] = 255;
  }
  return colours;
}

/** Indices of 1, 2, 4 or 8 bits, the first one in the highest bits. */
function indexReader(bytes: Uint8Array, depth: number, colours: Uint8Array): RowReader {
  const mask = (1 << depth) - 1;
  return (row, x, count, out, at) => {
    for (let column = x, to = at; column < x + count; column++, to += 4) {
      const bit = column * depth;
      const index = ((bytes[row + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & mask;
      for (let channel = 0; channel < 4; channel++) out[to + channel] = colours[index * 4 + channel] ?? 0;
    }
  };
}

/** How a channel is taken out of a pixel: shifted down, masked, looked up as 0 to 255. */
interface Channel {
  readonly shift: number;
  readonly levels: Uint8Array;
}

function maskReader(bytes: Uint8Array, { depth, masks }: BmpLayout): RowReader {
  const size = depth >> 3;
  const channels = masks.map((mask, index) => channelOf(mask, index === 3 ? 255 : 0));
  return (row, x, count, out, at) => {
    for (let from = row + x * size, to = at, end = at + count * 4; to < end; from += size, to += 4) {
      const pixel = readPixel(bytes, from, size);
      for (let channel = 0; channel < 4; channel++) {
        const { shift, levels } = channels[channel]!;
        out[to + channel] = levels[(pixel >>> shift) & (levels.length - 1)]!;
      }
    }
  };
}

function readPixel(bytes: Uint8Array, at: number, size: number): number {
  let pixel = 0;
  for (let i = size - 1; i >= 0; i--) pixel = (pixel << 8) | (bytes[at + i] ?? 0);
  return pixel;
}

/** Channels of more than 8 bits keep their highest 8; one without bits is the same everywhere. */
function channelOf(mask: number, missing: number): Channel {
  if (mask === 0) return { shift: 0, levels: Uint8Array.of(missing) };
  const lowest = 31 - Math.clz32(mask & -mask);
  const bits = 32 - Math.clz32(mask >>> lowest);
  const kept = Math.min(8, bits);
  const levels = Uint8Array.from({ length: 2 ** kept }, (_, level) =>
    Math.round((level * 255) / (2 ** kept - 1)),
  );
  return { shift: lowest + bits - kept, levels };
}
