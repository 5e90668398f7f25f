/**
 * A library as jSquash compiles it, without that package's glue. The glue passes a file or a picture as text: it
 * is copied onto the heap, then into a C++ string, and the result is copied out, four bytes a pixel each time. Here the
 * string is laid over bytes that were written to the heap once, and a result is read where the library put it.
 */
import { copyWithin, type Exported, growMemory, idleImports } from './bare.ts';
import type { CodecUse } from './codec.ts';
import { counted, KEEP_BYTES, type Worked } from './instance.ts';

/** The letters that the build of a module gave to what passes in and out of it. */
export interface Names {
  /** Embind's `register_function`; Emscripten's way to call a constructor, and `resize_heap`. */
  readonly imports: Record<'register' | 'construct' | 'grow', string>;
  /** Emscripten's `memcpy_big`, where the module does not copy by itself. */
  readonly copy?: string;
  /** The memory, `__wasm_call_ctors`, `malloc`, `free` and the table of functions. */
  readonly exports: Record<'memory' | 'start' | 'allocate' | 'free' | 'table', string>;
  /** What C's `longjmp` goes through, in a library that uses it. */
  readonly jumps?: JumpNames;
}

/** Imports that call a function and catch a jump out of it, and what the module offers for that. */
interface JumpNames {
  /** A letter for each import `invoke_…`. */
  readonly invoke: string;
  readonly throw: string;
  /** `setThrew`, `stackRestore` and `stackSave`. */
  readonly exports: Record<'threw' | 'restore' | 'save', string>;
}

/** Bytes on the heap. */
export interface Block {
  readonly at: number;
  readonly length: number;
}

/** One instance with one function of C++: `val (std::string, …)`. */
export interface Library {
  /** Bytes of its memory now; it never shrinks. */
  readonly bytes: number;
  /** A block of the heap. Throws RangeError when it would grow beyond the limit. */
  allocate(length: number): Block;
  free(at: number): void;
  /** The bytes of a block, until the memory grows. */
  view(block: Block): Uint8ClampedArray<ArrayBuffer>;
  /**
   * Calls the function with a block as its string and further words. `made` is called for each JavaScript object that
   * the function makes. When it gives true the function is left there: what it would free is then the caller's, and
   * what it had of the stack is lost.
   */
  call(text: Block, words: readonly number[], made: Made): void;
}

/** Sees the arguments of an object's constructor, eight bytes each. */
export type Made = (parameters: DataView) => boolean;

/** A library that is kept for the next picture. */
export interface KeptLibrary {
  /** The library, made on first use. Its memory does not grow beyond `limit` bytes: the library fails instead. */
  use(limit: number): Library;
  /** Forgets the instance, to give its memory up. */
  discard(): void;
  /** Forgets an instance that has grown larger than is kept. */
  dropLarge(): void;
  readonly bytes: number;
}

/** A kept library for one picture, with memory up to `limit` bytes. */
export function upTo(limit: number, { use, discard, dropLarge }: KeptLibrary): Worked<Library> {
  return { use: () => use(limit), discard, dropLarge };
}

/** `std::string` of libc++: data, length and capacity; the capacity's highest bit tells that the data is elsewhere. */
const STRING_BYTES = 12;
const ELSEWHERE = 0x8000_0000;
/** The handle of `undefined` among Emscripten's values: never counted, so no table of values is needed. */
const UNDEFINED = 1;
/** Passes through the library when a call is left. */
const LEFT = new Error('left');
/** Each time takes some 200 bytes of the stack's 64 KiB, of which libwebp needs a few. */
const MOST_LEFT = 64;

/** Keeps one instance of a module, whose function `name` is the one to be called; `uses` as `counted` takes them. */
export function keepLibrary(
  module: WebAssembly.Module,
  name: 'decode' | 'encode',
  names: Names,
  uses: readonly CodecUse[],
): KeptLibrary {
  let library: Instance | undefined;
  const kept: KeptLibrary = {
    use(limit) {
      if (library?.worn()) library = undefined;
      library ??= instantiate(module, name, names);
      library.limit(limit);
      return library;
    },
    discard() {
      library = undefined;
    },
    dropLarge() {
      if (kept.bytes > KEEP_BYTES) kept.discard();
    },
    get bytes() {
      return library?.bytes ?? 0;
    },
  };
  return counted(kept, uses);
}

interface Instance extends Library {
  limit(bytes: number): void;
  /** True when another instance should take over: this one was stopped by a fault, or left too often. */
  worn(): boolean;
}

function instantiate(module: WebAssembly.Module, name: string, names: Names): Instance {
  const { imports, exports } = names;
  let slot = 0;
  let limit = Infinity;
  let made: Made = () => false;
  let left = 0;
  const given: WebAssembly.Exports = new WebAssembly.Instance(module, {
    a: {
      ...idleImports(module),
      ...(names.jumps && jumpImports(names.jumps, () => ({ given, table }))),
      [imports.register](at: number, ...rest: number[]) {
        if (readName(memory.buffer, at) === name) slot = rest[4]!;
      },
      [imports.construct](_caller: number, _second: number, _third: number, at: number) {
        if (made(new DataView(memory.buffer, at))) throw LEFT;
        return UNDEFINED;
      },
      ...(names.copy && {
        [names.copy]: (to: number, from: number, length: number) => copyWithin(memory, to, from, length),
      }),
      [imports.grow]: (wanted: number) => growMemory(memory, wanted >>> 0, limit),
    },
  }).exports;
  const memory = given[exports.memory] as WebAssembly.Memory;
  const table = given[exports.table] as WebAssembly.Table;
  const malloc = given[exports.allocate] as Exported;
  const free = given[exports.free] as Exported;
  (given[exports.start] as Exported)();

  function allocate(length: number): Block {
    const at = malloc(length) >>> 0;
    if (at === 0) throw new RangeError(`no room for ${length} bytes`);
    return { at, length };
  }

  return {
    get bytes() {
      return memory.buffer.byteLength;
    },
    limit(bytes) {
      limit = bytes;
    },
    worn: () => left >= MOST_LEFT,
    allocate,
    free: (at) => void free(at),
    view: ({ at, length }) => new Uint8ClampedArray(memory.buffer, at, length),
    call(text, words, see) {
      const { at } = allocate(STRING_BYTES + 4);
      new Uint32Array(memory.buffer, at, 3).set([text.at, text.length, (text.length + 1) | ELSEWHERE]);
      made = see;
      try {
        (table.get(slot) as Exported)(at + STRING_BYTES, at, ...words);
      } catch (error) {
        left += error === LEFT ? 1 : MOST_LEFT;
        if (error !== LEFT) throw error;
      } finally {
        free(at);
      }
    },
  };
}

/** A jump on its way to where it is caught. */
const JUMP = new Error('jump');

/** `setjmp` and `longjmp` of C, which Emscripten takes through JavaScript. */
function jumpImports(
  names: JumpNames,
  instance: () => { readonly given: WebAssembly.Exports; readonly table: WebAssembly.Table },
): Record<string, Exported> {
  const invoke: Exported = (index, ...words) => {
    const { given, table } = instance();
    const stack = (given[names.exports.save] as Exported)();
    try {
      return (table.get(index!) as Exported)(...words);
    } catch (error) {
      if (error !== JUMP) throw error;
      (given[names.exports.restore] as Exported)(stack);
      return (given[names.exports.threw] as Exported)(1, 0);
    }
  };
  const jump = () => {
    throw JUMP;
  };
  return { ...Object.fromEntries([...names.invoke].map((letter) => [letter, invoke])), [names.throw]: jump };
}

function readName(buffer: ArrayBuffer, at: number): string {
  const bytes = new Uint8Array(buffer, at);
  return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)));
}
