/** Writes the symbols of a slab, each in the codes of the group that its tile has. */
import { bytesOut } from '../../../../shared/bits';
import { codesOf, lengthsAt } from './groups';
import { DISTANCE_MASK, LENGTH_SHIFT, slab } from './slab';
import { writeCopy, writeLiteral, writeSymbol } from './small-image';
import { CACHE, distanceCode } from './symbols';

/** The next symbol to be written, and its pixel. */
let symbol: u32 = 0;
let position: u32 = 0;
let x: u32 = 0;
let y: u32 = 0;

/** Begins with the slab's first symbol. */
export function startSymbols(): void {
  symbol = position = x = y = 0;
}

/** Writes on until so many bytes are ready; false once the slab's last symbol is written. */
export function writeSymbols(most: usize): bool {
  for (; symbol < slab.symbols && bytesOut() < most; symbol++) {
    const step = load<u32>(slab.found + ((<usize>symbol) << 2));
    const lengths = lengthsAt(x, y + slab.top);
    const codes = codesOf(lengths);
    const length = step >> LENGTH_SHIFT,
      rest = step & DISTANCE_MASK;
    if (length > 0) writeCopy(length, distanceCode(rest, slab.coded), lengths, codes);
    else if (rest > 0) writeSymbol(CACHE + rest - 1, lengths, codes);
    else writeLiteral(load<u32>(slab.pixels + ((<usize>position) << 2)), lengths, codes);
    const pixels = max<u32>(1, length);
    position += pixels;
    for (x += pixels; x >= slab.coded; x -= slab.coded) y++;
  }
  return symbol < slab.symbols;
}
