/** The formats of this service, listed one by one: a format is one folder and one line here. */
import type { Codec, CodecTable } from './codec.ts';
import { keptBytes } from './instance.ts';
import type { WasmModules } from './modules.ts';
import { webpCodec } from './webp/index.ts';

export interface CodecOptions {
  /** `fast`: our own kernel; `small`: mozjpeg, which searches longer for fewer bytes. */
  readonly jpegEncoder?: 'fast' | 'small' | undefined;
}

/** The codecs over compiled modules. Each keeps its instance, so a host makes one table and uses it for good. */
export function createCodecs(modules: WasmModules, _options: CodecOptions = {}): CodecTable {
  const codecs: Codec[] = [webpCodec(modules)];
  return new Map(codecs.map((codec) => [codec.format, codec]));
}

/** The codec that knows these first bytes of a file (32, or all of a shorter file); names and types do not count. */
export function sniffCodec(codecs: CodecTable, head: Uint8Array): Codec | undefined {
  for (const codec of codecs.values()) if (codec.sniff(head)) return codec;
  return undefined;
}

/** Bytes of WebAssembly memory that all codecs and kernels of this isolate hold now. */
export const memoryBytes = keptBytes;
