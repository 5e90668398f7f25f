/** An instance that trapped has an unknown state: whichever function it was, the next picture has another instance. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, nodeEngine } from '../../scripts/lib/engine.ts';
import { loadModules } from '../../scripts/lib/modules.ts';
import { createKernels } from '../../src/codecs/raster/kernels.ts';
import { createCodecs } from '../../src/codecs/registry.ts';
import type { Engine } from '../../src/core/engine/engine.ts';

type Kernel = 'jpeg' | 'png' | 'gif' | 'tiff' | 'webp' | 'raster';

const RealInstance = WebAssembly.Instance;
/** Modules of the instances that were made, and functions that were called, as `module function`. */
let made: WebAssembly.Module[] = [];
let called = new Map<WebAssembly.Module, Set<string>>();
/** The function that stops the next time that it is called. */
let trap: { readonly module: WebAssembly.Module; readonly name: string } | undefined;

class WatchedInstance {
  readonly exports: WebAssembly.Exports;

  constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
    made.push(module);
    const { exports } = new RealInstance(module, imports);
    this.exports = Object.fromEntries(
      Object.entries(exports).map(([name, value]) => [
        name,
        typeof value === 'function' ? watched(module, name, value) : value,
      ]),
    );
  }
}

function watched(module: WebAssembly.Module, name: string, real: Function): (...args: unknown[]) => unknown {
  return (...args) => {
    if (trap?.module === module && trap.name === name) {
      trap = undefined;
      throw new WebAssembly.RuntimeError('unreachable');
    }
    called.set(module, (called.get(module) ?? new Set()).add(name));
    return Reflect.apply(real, undefined, args);
  };
}

let engine: Engine;
let modules: Awaited<ReturnType<typeof loadModules>>;

beforeAll(async () => {
  modules = await loadModules();
  WebAssembly.Instance = WatchedInstance as unknown as typeof WebAssembly.Instance;
  engine = await nodeEngine({
    parts: { codecs: createCodecs(modules, { animatedPng: true }), kernels: createKernels(modules.raster) },
  });
});

afterAll(() => {
  WebAssembly.Instance = RealInstance;
});

async function render(file: Buffer, chain: string): Promise<string> {
  const { chunks } = await engine.render({
    chain: engine.parse(chain),
    size: file.length,
    body: bodyOf(file),
  });
  return Buffer.concat(chunks).toString('base64');
}

/** Some colours, and some transparency. */
const PIXELS = Buffer.from(Array.from({ length: 48 * 40 * 4 }, (_, i) => (i * 37 + (i >> 5) * 11) & 255));
const drawn = () => sharp(PIXELS, { raw: { width: 48, height: 40, channels: 4 } });
const SOURCES = {
  jpg: () => drawn().jpeg(),
  'progressive jpg': () => drawn().jpeg({ progressive: true }),
  png: () => drawn().png(),
  'interlaced png': () => drawn().png({ progressive: true }),
  gif: () => drawn().gif(),
  'moving gif': () =>
    sharp(PIXELS, { raw: { width: 48, height: 40, channels: 4, pageHeight: 20 } }).gif({ delay: [100, 100] }),
  tiff: () => drawn().tiff({ compression: 'lzw' }),
  webp: () => drawn().webp(),
  'lossless webp': () => drawn().webp({ lossless: true }),
};

const CASES: readonly (readonly [Kernel, keyof typeof SOURCES, string])[] = [
  ['jpeg', 'jpg', 'image/resize,w_20'],
  ['jpeg', 'jpg', 'image/format,bmp'],
  ['jpeg', 'progressive jpg', 'image/interlace,1'],
  ['jpeg', 'png', 'image/format,jpg'],
  ['png', 'png', 'image/resize,w_20/format,bmp'],
  ['png', 'interlaced png', 'image/format,bmp'],
  ['png', 'jpg', 'image/format,png'],
  ['gif', 'gif', 'image/format,bmp'],
  ['gif', 'moving gif', 'image/rotate,90'],
  ['png', 'moving gif', 'image/format,png'],
  ['tiff', 'tiff', 'image/format,bmp'],
  ['webp', 'webp', 'image/format,bmp'],
  ['webp', 'lossless webp', 'image/format,bmp'],
  ['webp', 'png', 'image/format,webp'],
  ['webp', 'lossless webp', 'image/quality,q_100'],
  ['raster', 'png', 'image/resize,w_20/format,bmp'],
  ['raster', 'png', 'image/blur,r_3,s_2/format,bmp'],
  ['raster', 'png', 'image/sharpen,100/format,bmp'],
  ['raster', 'png', 'image/rotate,30/format,bmp'],
];

describe.each(CASES)('the %s kernel', (kernel, source, chain) => {
  it(`of ${source} to ${chain} is replaced, whatever function stopped`, async () => {
    const file = await SOURCES[source]().toBuffer();
    const module = modules[kernel];
    called = new Map();
    const good = await render(file, chain);
    const names = [...called.get(module)!];
    expect(names).not.toEqual([]);
    const kept: string[] = [];
    for (const name of names) {
      trap = { module, name };
      await expect(render(file, chain)).rejects.toThrow('unreachable');
      made = [];
      expect(await render(file, chain)).toBe(good);
      if (!made.includes(module)) kept.push(name);
    }
    expect(kept).toEqual([]);
  });
});
