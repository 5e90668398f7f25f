/** libavif's encoder as `@jsquash/avif` compiles it: RGBA of a picture goes in, a file of that picture comes out. */
import type { Size } from '../../../core/image/picture.ts';
import type { CodecUse } from '../../codec.ts';
import { type Block, keepLibrary, type KeptLibrary, type Library, type Names } from '../../embind.ts';

/** The letters of `avif_enc.wasm` in `@jsquash/avif` 2.1. */
const NAMES: Names = {
  imports: { register: 't', construct: 'L', grow: 'C' },
  exports: { memory: 'P', start: 'Q', allocate: 'S', free: 'T', table: 'U' },
  jumps: { invoke: 'egxyzhdlamn', throw: 'B', exports: { threw: 'V', restore: 'W', save: 'X' } },
};

/** The fastest but one of libaom's speeds: the fastest gains nothing. */
const SPEED = 9;
/** 4:2:0. */
const SUBSAMPLING = 1;
const BITS = 8;

/** Keeps an instance; `uses` as `counted` takes them. */
export function keepAvifEncoder(module: WebAssembly.Module, uses: readonly CodecUse[]): KeptLibrary {
  return keepLibrary(module, 'encode', NAMES, uses);
}

/** Encodes pixels that lie in the library's memory; `quality` is libavif's, 0 to 100. */
export function encodeAv1(
  library: Library,
  pixels: Block,
  { width, height }: Size,
  { quality, alphaQuality }: { quality: number; alphaQuality: number },
): Uint8Array | undefined {
  let file: Uint8Array | undefined;
  const settings = settingsOf(quality, alphaQuality);
  const options = library.allocate(settings.byteLength);
  library.view(options).set(new Uint8Array(settings.buffer));
  library.call(pixels, [width, height, options.at], (parameters) => {
    const made = { length: parameters.getUint32(0, true), at: parameters.getUint32(4, true) };
    file ??= new Uint8Array(library.view(made));
    return false;
  });
  library.free(options.at);
  return file;
}

/**
 * `AvifOptions` of the module: quality, that of transparency, tiles down and across, speed, subsampling, a flag for chroma,
 * sharpness, tuning, denoising, a flag for sharp chroma, depth.
 */
function settingsOf(quality: number, alphaQuality: number): Int32Array<ArrayBuffer> {
  return Int32Array.of(quality, alphaQuality, 0, 0, SPEED, SUBSAMPLING, 0, 0, 0, 0, 0, BITS);
}
