/** The WebAssembly modules, compiled at deployment: a Worker may not compile bytes at run time. */
import gif from '../../../wasm/build/gif.wasm';
import jpeg from '../../../wasm/build/jpeg.wasm';
import png from '../../../wasm/build/png.wasm';
import raster from '../../../wasm/build/raster.wasm';
import tiff from '../../../wasm/build/tiff.wasm';
import webp from '../../../wasm/build/webp.wasm';
import type { WasmModules } from '../../codecs/modules.ts';

/** All modules of the service. */
export const WASM: WasmModules = {
  jpeg,
  png,
  gif,
  tiff,
  raster,
  webp,
  // What few pictures need is loaded with the first of them: an isolate that sees none starts without.
  mozjpeg: async () => (await import('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')).default,
  webpEncode: async () => (await import('@jsquash/webp/codec/enc/webp_enc_simd.wasm')).default,
  hevc: async () => (await import('../../../wasm/build/hevc.wasm')).default,
  avifDecode: async () => (await import('@jsquash/avif/codec/dec/avif_dec.wasm')).default,
  avifEncode: async () => (await import('@jsquash/avif/codec/enc/avif_enc.wasm')).default,
};
