/** What the HEVC kernel is held to: libde265, out of the module that `libheif-js` brings, without that package's glue. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { copyWithin, type Exported, growMemory, idleImports } from '../../../src/codecs/bare.ts';
import type { Plane } from '../../../src/codecs/heif/hevc/decode.ts';

/** The letters of `libheif.wasm` in `libheif-js` 1.23. */
const IMPORTS = { copy: 'I', grow: 'D' } as const;
const EXPORTS = {
  memory: 'Q',
  start: 'R',
  allocate: 'Na',
  free: 'Z',
  create: 'Ci',
  push: 'Ii',
  flush: 'Ji',
  decode: 'Ki',
  next: 'Li',
  chroma: 'Ni',
  width: 'Oi',
  height: 'Pi',
  bits: 'Qi',
  plane: 'Ri',
} as const;
type Function = Exclude<keyof typeof EXPORTS, 'memory'>;

interface Libde265 extends Readonly<Record<Function, Exported>> {
  readonly memory: WebAssembly.Memory;
}

/** A decoded picture: its planes last until the next is decoded. */
export interface ReferencePicture {
  readonly width: number;
  readonly height: number;
  readonly chroma: number;
  plane(channel: number): Plane;
}

const MOST_BYTES = 1 << 29;
/** `de265_decode` asks for more input than there will be. */
const WAITING = 13;
/** Calls of `de265_decode` that no picture needs. */
const MAX_CALLS = 10_000;

const path = createRequire(import.meta.url).resolve('libheif-js/libheif-wasm/libheif.wasm');
const module = await WebAssembly.compile(await readFile(path));

/** Decodes a picture of NAL units; undefined when they show none. */
export function decodeReference(units: Iterable<Uint8Array>): ReferencePicture | undefined {
  const library = instantiate(module, () => MOST_BYTES);
  const decoder = library.create();
  for (const unit of units) push(library, decoder, unit);
  library.flush(decoder);
  const image = firstImage(library, decoder);
  return image === 0 ? undefined : pictureOf(library, image);
}

function push(library: Libde265, decoder: number, unit: Uint8Array): void {
  const at = library.allocate(unit.length) >>> 0;
  new Uint8Array(library.memory.buffer, at, unit.length).set(unit);
  // The time stamp has 64 bits, in two words.
  library.push(decoder, at, unit.length, 0, 0, 0);
  library.free(at);
}

function firstImage(library: Libde265, decoder: number): number {
  const more = library.allocate(4);
  for (let calls = 0; calls < MAX_CALLS; calls++) {
    const error = library.decode(decoder, more);
    const image = library.next(decoder);
    if (image !== 0) return image;
    const goesOn = new Int32Array(library.memory.buffer, more, 1)[0] !== 0;
    if (!goesOn || (error !== 0 && error !== WAITING)) return 0;
  }
  return 0;
}

function pictureOf(library: Libde265, image: number): ReferencePicture {
  const strideAt = library.allocate(4);
  return {
    width: library.width(image, 0),
    height: library.height(image, 0),
    chroma: library.chroma(image),
    plane(channel) {
      const at = library.plane(image, channel, strideAt) >>> 0;
      const { buffer } = library.memory;
      const bytes = new Int32Array(buffer, strideAt, 1)[0]!;
      const length = bytes * library.height(image, channel);
      if (library.bits(image, channel) <= 8)
        return { samples: new Uint8Array(buffer, at, length), stride: bytes };
      return { samples: new Uint16Array(buffer, at, length / 2), stride: bytes / 2 };
    },
  };
}

function instantiate(module: WebAssembly.Module, limit: () => number): Libde265 {
  let started = false;
  // While it starts, the module registers what only the glue needs; later nothing but memory is asked of the host.
  const refuse = (name: string) => (): number => {
    if (started) throw new Error(`the decoder called import ${name}`);
    return 1;
  };
  const { exports } = new WebAssembly.Instance(module, {
    a: {
      ...Object.fromEntries(Object.keys(idleImports(module)).map((name) => [name, refuse(name)])),
      [IMPORTS.copy]: (to: number, from: number, length: number) => copyWithin(memory, to, from, length),
      [IMPORTS.grow]: (wanted: number) => growMemory(memory, wanted >>> 0, limit()),
    },
  });
  const memory = exports[EXPORTS.memory] as WebAssembly.Memory;
  const named = Object.fromEntries(Object.entries(EXPORTS).map(([name, letter]) => [name, exports[letter]]));
  const library = named as unknown as Libde265;
  library.start();
  started = true;
  return library;
}
