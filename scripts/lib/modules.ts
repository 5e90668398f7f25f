/** The compiled WebAssembly modules for Node, read from disk; a Worker imports the same files statically. */
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ModuleLoader, WasmModules } from '../../src/codecs/modules.ts';
import { buildKernel } from '../build-wasm.ts';

const BUILD = new URL('../../wasm/build/', import.meta.url);
const packages = createRequire(import.meta.url);

/** Compiles everything the codecs and the resampler run on. Kernels that were never built are built first. */
export async function loadModules(): Promise<WasmModules> {
  const [jpeg, png, gif, tiff, raster, webp] = await Promise.all([
    kernel('jpeg'),
    kernel('png'),
    kernel('gif'),
    kernel('tiff'),
    kernel('raster'),
    kernel('webp'),
  ]);
  return {
    jpeg,
    png,
    gif,
    tiff,
    raster,
    webp,
    mozjpeg: once(() => packaged('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')),
    webpEncode: once(() => packaged('@jsquash/webp/codec/enc/webp_enc_simd.wasm')),
    hevc: once(() => kernel('hevc')),
    avifDecode: once(() => packaged('@jsquash/avif/codec/dec/avif_dec.wasm')),
    avifEncode: once(() => packaged('@jsquash/avif/codec/enc/avif_enc.wasm')),
  };
}

async function kernel(name: string): Promise<WebAssembly.Module> {
  const binary = fileURLToPath(new URL(`${name}.wasm`, BUILD));
  if (!existsSync(binary)) {
    mkdirSync(BUILD, { recursive: true });
    await buildKernel(name, binary);
  }
  return compile(binary);
}

function once(load: ModuleLoader): ModuleLoader {
  let module: Promise<WebAssembly.Module> | undefined;
  return () => (module ??= load());
}

function packaged(specifier: string): Promise<WebAssembly.Module> {
  return compile(packages.resolve(specifier));
}

async function compile(path: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(path));
}
