/** Text for Node hosts: built fonts from `public/fonts`, brotli from Node, own fonts from memory. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import type { FontSource, TextHost } from '../../src/text/ports.ts';
import { createText, type SetText } from '../../src/text/text.ts';

const FONTS = fileURLToPath(new URL('../../public/fonts/', import.meta.url));

/** A text host over a folder of built fonts. */
export function nodeTextHost(folder = FONTS): TextHost {
  return {
    asset: (path) => readFile(join(folder, path)).catch(() => undefined),
    brotli: (bytes, maxLength) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, maxLength) }),
  };
}

/** Sets text with the built fonts. */
export function nodeText(folder = FONTS): SetText {
  return createText(nodeTextHost(folder));
}

/** Bytes in memory as a font that is read by range. */
export function bytesSource(bytes: Uint8Array, id: string): FontSource {
  return {
    id,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
  };
}
