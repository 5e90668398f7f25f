/** Opens a strip or tile by the file's compression. */
import { unsupportedFormat } from '../../core/spec/error.ts';
import { openFax } from './ccitt/decoder.ts';
import { METHOD, type TiffExports } from './kernel.ts';
import type { TiffLayout } from './layout.ts';
import { openKernel, openPackBits, openPlain, type Stream } from './streams.ts';
import { COMPRESSION } from './tags.ts';
import { openWindowed } from './windowed.ts';

/** Opens the compressed bytes of a strip or tile of `width` pixels. The kernel has one of them open at a time. */
export function openStream(data: Uint8Array, width: number, layout: TiffLayout, kernel: TiffExports): Stream {
  const bytes = layout.reversedBits ? reversed(data) : data;
  switch (layout.compression) {
    case COMPRESSION.none:
      return openPlain(bytes);
    case COMPRESSION.packBits:
      return openPackBits(bytes);
    case COMPRESSION.lzw:
      return openKernel({ data: bytes, method: METHOD.lzw }, kernel);
    case COMPRESSION.deflate:
    case COMPRESSION.oldDeflate:
      return openKernel({ data: bytes, method: METHOD.deflate }, kernel);
    case COMPRESSION.lzma:
    case COMPRESSION.zstd:
      return openKernel(openWindowed(bytes, layout), kernel);
    case COMPRESSION.huffman:
    case COMPRESSION.group3:
    case COMPRESSION.group4:
      return openFax(bytes, width, layout);
    default:
      throw unsupportedFormat();
  }
}

/** The bytes with their lowest bit first (`FillOrder` 2). */
function reversed(data: Uint8Array): Uint8Array {
  const mirror = Uint8Array.from({ length: 256 }, (_, byte) => {
    let out = 0;
    for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) out |= 0x80 >> bit;
    return out;
  });
  return data.map((byte) => mirror[byte]!);
}
