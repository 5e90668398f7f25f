/**
 * libde265, out of the module that `libheif-js` brings, without that package's glue and without the parts of the module
 * that read files: one coded picture at a time goes in, its planes stay where the decoder put them.
 */
import { copyWithin, type Exported, growMemory, idleImports } from '../../bare.ts';
import type { CodecUse } from '../../codec.ts';
import { counted, KEEP_BYTES, type Kept } from '../../instance.ts';

/** The letters of `libheif.wasm` in `libheif-js` 1.23. */
const IMPORTS = { copy: 'I', grow: 'D' } as const;
const EXPORTS = {
  memory: 'Q',
  start: 'R',
  allocate: 'Na',
  free: 'Z',
  create: 'Ci',
  destroy: 'Hi',
  push: 'Ii',
  flush: 'Ji',
  decode: 'Ki',
  next: 'Li',
  chroma: 'Ni',
  width: 'Oi',
  height: 'Pi',
  bits: 'Qi',
  plane: 'Ri',
  primaries: 'Si',
  transfer: 'Ti',
  matrix: 'Ui',
  fullRange: 'Vi',
} as const;
type Function = Exclude<keyof typeof EXPORTS, 'memory'>;

/** One instance. */
export interface Libde265 extends Readonly<Record<Function, Exported>> {
  readonly memory: WebAssembly.Memory;
}

/** An instance that is kept for the next picture, unless a large one has grown its memory. */
export interface KeptLibde265 extends Omit<Kept<Libde265>, 'use'> {
  /** The instance, made on first use. Its memory does not grow beyond `limit` bytes: decoding fails instead. */
  use(limit: number): Libde265;
}

/** Keeps an instance; `uses` as `counted` takes them. */
export function keepLibde265(module: WebAssembly.Module, uses: readonly CodecUse[]): KeptLibde265 {
  let library: Libde265 | undefined;
  let most = 0;
  const kept: KeptLibde265 = {
    use(limit) {
      most = limit;
      library ??= instantiate(module, () => most);
      return library;
    },
    discard() {
      library = undefined;
    },
    dropLarge() {
      if (kept.bytes > KEEP_BYTES) kept.discard();
    },
    get bytes() {
      return library?.memory.buffer.byteLength ?? 0;
    },
  };
  return counted(kept, uses);
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
