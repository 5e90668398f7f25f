/** The formats of this service, listed one by one: a format is one folder and one line here. */
import { colourManaged } from './colour-managed.ts';
import { bmpCodec } from './bmp/index.ts';
import type { Codec, CodecTable } from './codec.ts';
import { gifCodec } from './gif/index.ts';
import { avifCodec, heicCodec } from './heif/index.ts';
import { forgetAll, forgetOthers, keptBytes } from './instance.ts';
import { jpegCodec, type JpegEncoderName } from './jpeg/index.ts';
import type { WasmModules } from './modules.ts';
import { pngCodec } from './png/index.ts';
import { tiffCodec } from './tiff/index.ts';
import { webpCodec } from './webp/index.ts';

export interface CodecOptions {
  /** `fast`: our own kernel; `tuned`: the same for fewer bytes; `small`: mozjpeg, which searches longer. */
  readonly jpegEncoder?: JpegEncoderName | undefined;
  /** `fast`: our own kernel; `small`: libwebp, which holds whole pictures. */
  readonly webpEncoder?: 'fast' | 'small' | undefined;
  /** Whether an animation stays one in PNG; else the result is its first frame, as OSS makes it. */
  readonly animatedPng?: boolean | undefined;
  /** Most pixels a side of an AVIF result; 4096 when left out. */
  readonly maxAvifSide?: number | undefined;
  /** `off`: HEIC is described and never decoded. */
  readonly heic?: 'on' | 'off' | undefined;
}

/** The codecs over compiled modules. Each keeps its instance, so a host makes one table and uses it for good. */
export function createCodecs(
  modules: WasmModules,
  { jpegEncoder, webpEncoder, animatedPng, maxAvifSide, heic }: CodecOptions = {},
): CodecTable {
  const codecs: Codec[] = [
    jpegCodec(modules, jpegEncoder),
    pngCodec(modules, animatedPng),
    webpCodec(modules, webpEncoder),
    gifCodec(modules),
    bmpCodec,
    tiffCodec(modules),
    heicCodec(heic === 'off' ? {} : modules),
    avifCodec(modules, maxAvifSide),
  ];
  return new Map(codecs.map((codec) => [codec.format, colourManaged(codec)]));
}

/** Bytes of WebAssembly memory that all codecs and kernels of this isolate hold now. */
export const memoryBytes = keptBytes;

/** Gives up what codecs keep for other uses, down to a number of bytes: an engine's `trim`. */
export const trimCodecs = forgetOthers;

/** Forgets every instance, which a job that died may have left in any state: an engine's `reset`. */
export const resetCodecs = forgetAll;
