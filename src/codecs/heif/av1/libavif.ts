/** libavif's decoder as `@jsquash/avif` compiles it: a file of one picture goes in, RGBA comes out. */
import type { CodecUse } from '../../codec.ts';
import { keepLibrary, type KeptLibrary, type Names } from '../../embind.ts';

/** The letters of `avif_dec.wasm` in `@jsquash/avif` 2.1. */
const NAMES: Names = {
  imports: { register: 'x', construct: 'f', grow: 'v' },
  exports: { memory: 'F', start: 'G', allocate: 'I', free: 'J', table: 'K' },
  jumps: { invoke: 'drstkq', throw: 'u', exports: { threw: 'L', restore: 'M', save: 'N' } },
};

/** Keeps an instance; `uses` as `counted` takes them. */
export function keepLibavif(module: WebAssembly.Module, uses: readonly CodecUse[]): KeptLibrary {
  return keepLibrary(module, 'decode', NAMES, uses);
}

/**
 * Decodes a file within `limit` bytes of memory to samples of 8 or 16 bits. Pixels of more than `most` bytes stay where
 * they are, and their instance ends with them; others are copied. Undefined when the file shows nothing.
 */
export function decodeAv1(
  kept: KeptLibrary,
  file: Uint8Array<ArrayBuffer>,
  { limit, bits, most }: { limit: number; bits: 8 | 16; most: number },
): Uint8ClampedArray<ArrayBuffer> | undefined {
  let pixels: Uint8ClampedArray<ArrayBuffer> | undefined;
  let stays = false;
  try {
    const library = kept.use(limit);
    const text = library.allocate(file.length);
    library.view(text).set(file);
    library.call(text, [bits], (parameters) => {
      if (pixels) return false;
      // Samples are counted, not bytes.
      const length = parameters.getUint32(0, true) * (bits / 8);
      const held = library.view({ at: parameters.getUint32(4, true), length });
      stays = length > most;
      pixels = stays ? held : held.slice();
      return stays;
    });
    library.free(text.at);
    if (stays) kept.discard();
  } catch {
    // Whatever the data led it to, its state is not to be trusted any more.
    kept.discard();
    return undefined;
  }
  return pixels;
}
