/** The 256 RGBA pixels that samples of one channel and at most 8 bits stand for. */
import { damaged } from '../../core/spec/error.ts';
import { COLOUR, type PngHeader } from './header.ts';

/** The table of a palette or grey picture; undefined for one without a table. Throws `BadRequest` without a palette. */
export function pixelTable({ colour, depth, palette, transparency }: PngHeader): Uint8Array | undefined {
  if (colour === COLOUR.palette) {
    if (!palette) throw damaged('its palette is missing');
    return paletteTable(palette, transparency ?? new Uint8Array());
  }
  return colour === COLOUR.grey && depth <= 8 ? greyTable(depth, transparency) : undefined;
}

/** Entries beyond the palette are black. */
function paletteTable(palette: Uint8Array, alphas: Uint8Array): Uint8Array {
  const table = new Uint8Array(256 * 4);
  for (let i = 0; i < 256; i++) {
    table.set(palette.subarray(i * 3, i * 3 + 3), i * 4);
    table[i * 4 + 3] = alphas[i] ?? 255;
  }
  return table;
}

function greyTable(depth: number, transparency: Uint8Array | undefined): Uint8Array {
  const table = new Uint8Array(256 * 4);
  const most = (1 << depth) - 1;
  const clear = transparency ? keyOf(transparency, depth)[0] : -1;
  for (let i = 0; i <= most; i++) {
    const level = (i * 255) / most;
    table.set([level, level, level, i === clear ? 0 : 255], i * 4);
  }
  return table;
}

/** The three samples of tRNS; a grey one stands for all three. They have 16 bits, of which those of the depth count. */
export function keyOf(transparency: Uint8Array, depth: number): [red: number, green: number, blue: number] {
  const mask = 2 ** depth - 1;
  const sample = (index: number): number =>
    (((transparency[index * 2] ?? 0) << 8) | (transparency[index * 2 + 1] ?? 0)) & mask;
  return transparency.length < 6 ? [sample(0), sample(0), sample(0)] : [sample(0), sample(1), sample(2)];
}
