/** Loads a module when it is first wanted: large ones that few pictures need. */
export type ModuleLoader = () => Promise<WebAssembly.Module>;

/** Compiled WebAssembly modules, handed in by the host: a Worker may not compile bytes, and core names no host. */
export interface WasmModules {
  /** Our JPEG kernel: decode, planes, encode (`wasm/jpeg`). */
  readonly jpeg: WebAssembly.Module;
  /** Our PNG kernel: inflate, unfilter, filter, deflate (`wasm/png`). */
  readonly png: WebAssembly.Module;
  /** Our GIF kernel: expand, paint, quantise, compress (`wasm/gif`). */
  readonly gif: WebAssembly.Module;
  /** Our TIFF kernel: LZW and Deflate strips (`wasm/tiff`). */
  readonly tiff: WebAssembly.Module;
  /** Our RGBA kernel: resampling and other per-pixel work (`wasm/raster`). */
  readonly raster: WebAssembly.Module;
  /** Our WebP kernel: decodes lossy, lossless, transparency (`wasm/webp`). */
  readonly webp: WebAssembly.Module;
  /** `@jsquash/webp`: libwebp's encoder with SIMD, for `WEBP_ENCODER = "small"`. */
  readonly webpEncode: ModuleLoader;
  /** Our HEVC kernel: pictures of their own, 8 to 12 bits (`wasm/hevc`); left out where HEIC is switched off. */
  readonly hevc?: ModuleLoader | undefined;
  /** `@jsquash/avif`: libavif's decoder. */
  readonly avifDecode: ModuleLoader;
  /** `@jsquash/avif`: libavif's encoder. */
  readonly avifEncode: ModuleLoader;
  /** `@jsquash/jpeg`: mozjpeg, for `JPEG_ENCODER = "small"`. */
  readonly mozjpeg: ModuleLoader;
}
